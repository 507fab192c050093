import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { databasePrint } from '#kit/database-print.ts';
import { TestDesk, temporaryFolder } from '#kit/desk.ts';
import { edit } from '#kit/desk-work.ts';
import { refusedStart, startLoopback } from '#kit/loopback-process.ts';
import { readRecords } from '../crash/records.ts';

const FULL = { ok: false, error: { code: 'disk-full' } };
const call = { channel: 'call', direction: 'inbound', phone: '13800138000', callbackId: null } as const;

describe('a database that may not grow', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = new TestDesk();
    await desk.setUp();
  });
  afterEach(() => desk.dispose());

  test('what does not fit is told as such and undone whole; when there is room again, work goes on', async () => {
    const { contactId } = await desk.do('contact.open', call);
    await desk.do('contact.command', { contactId, command: { type: 'answer' } });
    const caseId = desk.contact().case!.id;
    await desk.do('case.edit', { caseId, field: 'facts', value: '之前' });
    const pages = Number(desk.database.pragma('page_count', { simple: true }));
    desk.database.pragma(`max_page_count=${pages}`);
    const [print, state] = [databasePrint(desk.database), desk.state()];
    const told = desk.client.pushes.length;
    const value = '满'.repeat(60_000);
    expect(await desk.request('case.edit', { caseId, field: 'facts', value })).toEqual(FULL);
    expect(await desk.request('desk.setUp', { ...SET_UP, sampleData: true })).toMatchObject({ ok: false });
    expect(databasePrint(desk.database)).toEqual(print);
    const [notice] = desk.state().notices;
    expect(notice).toMatchObject({ code: 'storage-failed', facts: { code: 'disk-full' } });
    expect(desk.state()).toEqual({ ...state, revision: expect.any(Number) as number, notices: [notice] });
    // However often it refuses, it is told once, and nothing else is.
    expect(desk.client.pushes.slice(told).map(({ changed }) => changed)).toEqual([{ notices: [notice] }]);
    expect(desk.database.inTransaction).toBe(false);

    desk.database.pragma('max_page_count=1000000');
    await edit(desk, caseId, 'facts', value);
    desk.restart();
    expect((await desk.do('case.get', { caseId })).fields.facts).toBe(value);
  });
});

const SET_UP = { company: '甲', department: '', agentName: '乙', agentNumber: '' };

/** A real small disk needs the right to mount one. */
function canMount(): string | null {
  if (process.platform !== 'linux') return 'only Linux has tmpfs';
  if (process.getuid?.() !== 0) return 'only root can mount a small disk';
  const probe = temporaryFolder('mount');
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe.path], { stdio: 'ignore' });
    execFileSync('umount', [probe.path], { stdio: 'ignore' });
    return null;
  } catch {
    return 'this machine allows no mount';
  } finally {
    probe.remove();
  }
}

const cannot = canMount();
describe.skipIf(cannot !== null)(`a disk that is full${cannot === null ? '' : ` (skipped: ${cannot})`}`, () => {
  let disk: ReturnType<typeof temporaryFolder>;
  let data: string;
  let ballast: string;
  beforeEach(() => {
    disk = temporaryFolder('disk');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk.path]);
    [data, ballast] = [join(disk.path, 'data'), join(disk.path, 'ballast')];
    mkdirSync(data);
  });
  afterEach(() => {
    execFileSync('umount', ['-l', disk.path]);
    disk.remove();
  });
  const fill = (leave: number): void => {
    const { bavail, bsize } = statfsSync(disk.path);
    writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - leave), 1));
  };

  test('the desk says so, loses nothing that it acknowledged, and goes on when there is room', async () => {
    const desk = await startLoopback({ dataFolder: data });
    const { client } = await desk.connect();
    await client.request('desk.setUp', { ...SET_UP, sampleData: false });
    const opened = await client.request('contact.open', call);
    const contactId = opened.ok ? opened.value.contactId : null!;
    await client.request('contact.command', { contactId, command: { type: 'answer' } });
    const state = await client.request('desk.open', { window: 'desk' });
    const caseId = state.ok ? state.value.contacts[0]!.case!.id : null!;
    fill(200 * 1024);
    let kept = '';
    let refused: unknown = null;
    for (let letters = 1; refused === null; letters += 1) {
      const value = `${letters} ${'满'.repeat(2_000)}`;
      const answer = await client.request('case.edit', { caseId, field: 'facts', value });
      if (answer.ok) kept = value;
      else refused = answer;
    }
    expect(refused).toEqual(FULL);
    // Everything else is told the same and changes nothing; what only reads goes on, and so does the log without a disk.
    for (let again = 0; again < 50; again += 1) await client.ask('case.edit', { caseId, field: 5 });
    expect(await client.request('case.get', { caseId })).toMatchObject({
      ok: true,
      value: { fields: { facts: kept } },
    });
    expect(await client.request('case.edit', { caseId, field: 'facts', value: '满'.repeat(9_000) })).toEqual(FULL);

    rmSync(ballast);
    expect(await client.request('case.edit', { caseId, field: 'demand', value: '又有地方了' })).toMatchObject({
      ok: true,
    });
    expect(await client.request('case.settle', { caseId })).toEqual({ ok: true });
    await desk.kill();
    const records = readRecords(data);
    expect([records.faults, records.texts.get(`${caseId} facts`), records.texts.get(`${caseId} demand`)]).toEqual([
      [],
      kept,
      '又有地方了',
    ]);
  });

  test('a desk can be opened and read on a full disk, and written when there is room', async () => {
    const before = temporaryFolder('before');
    const first = await startLoopback({ dataFolder: before.path });
    await (await first.connect()).client.request('desk.setUp', { ...SET_UP, sampleData: true });
    await first.kill();
    cpSync(before.path, data, { recursive: true });
    fill(0);
    const desk = await startLoopback({ dataFolder: data });
    const { client } = await desk.connect();
    const list = { range: 'all', before: null, limit: 200 } as const;
    const page = await client.request('case.list', list);
    const caseId = page.ok ? page.value.items[0]!.id : null!;
    const edit = { caseId, field: 'customer.surname', value: '满'.repeat(20_000) };
    expect(await client.request('case.edit', edit)).toEqual(FULL);
    expect(await client.request('case.list', list)).toEqual(page);
    // A second start cannot be led to the first, but it is told that there is one.
    const second = await refusedStart({ dataFolder: data });
    expect([second.code, second.output]).toEqual([0, expect.stringContaining('in use by another desk')]);
    rmSync(ballast);
    expect(await client.request('case.edit', edit)).toMatchObject({ ok: true });
    await desk.kill();
    expect(readRecords(data).faults).toEqual([]);
    before.remove();
  });

  test.each([0, 40 * 1024])(
    'a first start with %i bytes left says what to do, and succeeds when there is room',
    async (left) => {
      fill(left);
      const ending = await refusedStart({ dataFolder: data });
      expect([ending.code, ending.output]).toEqual([
        1,
        expect.stringMatching(/free space|free some disk space|free disk space/i),
      ]);
      expect(ending.output).not.toMatch(/\n\s+at |node:internal/);
      rmSync(ballast);
      const desk = await startLoopback({ dataFolder: data });
      expect((await desk.stop()).code).toBe(0);
    },
  );
});
