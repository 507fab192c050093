import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CaseId } from '#shared/base/ids.ts';
import { MAX_TEXT } from '#shared/contract/rpc.ts';
import { TestDesk } from '#kit/desk.ts';
import { edit, ringAndTake } from '#kit/desk-work.ts';

let desk: TestDesk;
let contactId: string;
let caseId: CaseId;
beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
  await ringAndTake(desk);
  await desk.do('contact.command', { contactId: desk.contact().id, command: { type: 'classify', scenario: 'issue' } });
  contactId = desk.contact().id;
  caseId = desk.contact().case!.id;
});
afterEach(() => desk.dispose());

const field = (): string => desk.pack.pack.commonFields[0]!.id;

async function edits(): Promise<readonly (readonly [string, string])[]> {
  const page = await desk.do('case.timeline', { caseId, before: null, limit: 200 });
  return page.items.flatMap((item) => (item.kind === 'edit' ? [[item.field, item.value] as const] : [])).reverse();
}

test('R-REC-2: every edit that was acknowledged is there after a crash, without a letter lost', async () => {
  const typed = ['客', '客户', '客户说冰箱不制冷', '客户说冰箱不制冷，\n已两天 🧊'];
  for (const value of typed) {
    await desk.do('case.edit', { caseId, field: field(), value });
    await desk.do('case.edit', { caseId, field: 'customer.surname', value: '欧阳' });
    desk.crash();
    const view = await desk.do('case.get', { caseId });
    expect([view.fields[field()], view.customer.surname]).toEqual([value, '欧阳']);
  }
});

test('R-REC-3: typing that comes to rest makes one revision of each edited field', async () => {
  for (const value of ['a', 'ab', 'abc']) await desk.do('case.edit', { caseId, field: field(), value });
  desk.clock.pass(1);
  await desk.do('case.edit', { caseId, field: 'customer.surname', value: '王' });
  desk.clock.pass(2_999);
  expect(await edits()).toEqual([]);
  desk.clock.pass(1);
  expect(await edits()).toEqual([
    [field(), 'abc'],
    ['customer.surname', '王'],
  ]);
  await desk.do('case.settle', { caseId });
  expect((await edits()).length).toBe(2);
});

test('R-REC-3: typing that came back to what was there makes no revision', async () => {
  await desk.do('case.edit', { caseId, field: field(), value: 'x' });
  await edit(desk, caseId, field(), '');
  expect(await edits()).toEqual([]);
});

test('what was typed before a crash becomes a revision at the next start, and only one', async () => {
  await desk.do('case.edit', { caseId, field: field(), value: '断电前' });
  desk.crash();
  desk.crash();
  expect(await edits()).toEqual([[field(), '断电前']]);
});

test('a close that is refused for missing fields does not keep the typing from settling', async () => {
  await desk.do('contact.command', { contactId, command: { type: 'end', by: 'customer' } });
  await desk.do('case.edit', { caseId, field: field(), value: '只填了这一项' });
  const refused = await desk.request('contact.command', {
    ...{ contactId, command: { type: 'close', leaveToBeCompleted: false } },
  });
  expect(refused).toMatchObject({ ok: false, error: { code: 'fields-missing' } });
  desk.clock.pass(3_000);
  expect(await edits()).toEqual([[field(), '只填了这一项']]);
});

test('a disk that refuses while the typing settles loses nothing: it settles when there is room again', async () => {
  await desk.do('case.edit', { caseId, field: field(), value: '磁盘满' });
  desk.database.exec(`CREATE TEMP TRIGGER full BEFORE INSERT ON case_revision BEGIN SELECT RAISE(FAIL, 'full'); END`);
  desk.clock.pass(10_000);
  expect((await desk.do('case.get', { caseId })).fields[field()]).toBe('磁盘满');
  desk.database.exec('DROP TRIGGER full');
  desk.clock.pass(3_000);
  expect(await edits()).toEqual([[field(), '磁盘满']]);
});

test('what was typed into a slot of a line is stored in its field of the case', async () => {
  const { pack } = desk.pack;
  const slotted = Object.values(pack.lines)
    .flat()
    .flatMap((line) =>
      [...line.text.matchAll(/\{case\.(?!number\})([a-z0-9-]+)\}/g)].map((match) => ({ line, slot: match[1]! })),
    )
    .find(({ line }) => line.text.match(/\{[^}|]+\}/g)?.length === 1);
  expect(slotted).toBeDefined();
  const { line, slot } = slotted!;
  const used = await desk.do('line.use', {
    ...{ contactId, lineId: line.id, via: 'clipboard', fills: { [`case.${slot}`]: ' 明天上午 ' } },
  });
  expect(used.text).toContain('明天上午');
  expect((await desk.do('case.get', { caseId })).fields[slot]).toBe('明天上午');
});

test('a field that the pack does not know is refused and nothing is kept of it', async () => {
  for (const unknown of ['no-such-field', 'constructor', '__proto__', 'customer.id']) {
    expect(await desk.request('case.edit', { caseId, field: unknown, value: 'x' })).toMatchObject({
      ...{ ok: false, error: { code: 'not-in-pack', facts: { kind: 'field', id: unknown } } },
    });
  }
  expect(desk.database.prepare('SELECT count(*) FROM draft').pluck().get()).toBe(0);
});

test('a text over the limit is refused, and what was typed before it stays', async () => {
  const longest = '长'.repeat(MAX_TEXT);
  await desk.do('case.edit', { caseId, field: field(), value: longest });
  expect(await desk.request('case.edit', { caseId, field: field(), value: `${longest}x` })).toEqual({
    ok: false,
    error: { code: 'text-too-long', facts: { limit: MAX_TEXT, length: MAX_TEXT + 1 } },
  });
  desk.restart();
  expect((await desk.do('case.get', { caseId })).fields[field()]).toBe(longest);
});
