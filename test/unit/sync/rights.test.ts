import { z } from 'zod';
import { describe, expect } from 'vitest';
import { entities } from '#shared/domain/sync/entities.ts';
import { entitiesOf, type Entity, type Role } from '#shared/domain/sync/entity.ts';
import { mayWrite } from '#shared/domain/sync/rights.ts';
import { refusalOf } from '#core/sync/rights.ts';
import { loadEnrolled, saveEnrolled } from '#core/sync/status.ts';
import type { TestDesk } from '#kit/desk.ts';
import { call, edit, fieldsOf } from '#kit/desk-work.ts';
import { test } from '#kit/service/branch-test.ts';

const ROLES: readonly Role[] = ['agent', 'lead', 'supervisor', 'admin'];
const NOT_ALLOWED = { ok: false, error: { code: 'not-allowed' } };

describe('who writes what, and where, as service and desks both ask it', () => {
  const grants = { 'branch:1': 'write', 'branch:2': 'read', shared: 'read' } as const;
  const [aCase, aPack] = [entities.get('case')!, entities.get('pack')!];

  test.each(ROLES)('%s', (role) => {
    const may = (entity: Entity, stream: string): boolean => mayWrite({ role, grants }, entity, stream);
    expect(['branch:1', 'branch:2', 'branch:3', 'shared'].map((stream) => may(aCase, stream))).toEqual([
      ...[true, false, false, false],
    ]);
    const publisher = mayWrite({ role, grants: { ...grants, shared: 'write' } }, aPack, 'shared');
    expect(publisher).toBe(role === 'supervisor' || role === 'admin');
    expect(may(aPack, 'branch:1'), 'a pack is no affair of a branch').toBe(false);
  });
});

describe('a desk', () => {
  /** What was agreed with this desk is another thing from now on. */
  function agree(desk: TestDesk, grants: Readonly<Record<string, 'read' | 'write'>>): void {
    desk.restart(() => undefined);
    saveEnrolled(desk.database, { ...loadEnrolled(desk.database)!, grants });
    desk.restart();
  }

  const lastSeq = (desk: TestDesk): number => desk.workstation.parts.store.journal.lastSeq();

  test('writes nothing into a branch that it may only read, and says so instead of sending it', async ({ branch }) => {
    const ann = await branch.joined('周宁');
    const caseId = await call(ann);
    const contactId = ann.contact().id;
    await edit(ann, caseId, 'facts', '之前写的');
    await branch.settle();
    branch.central.reachable = false;
    agree(ann, { 'branch:1': 'read', shared: 'read' });
    const before = [lastSeq(ann), ann.database.prepare('SELECT count(*) FROM contact').pluck().get()];

    const wish = { channel: 'chat', direction: 'inbound', phone: '13900005678', callbackId: null } as const;
    for (const [method, payload] of [
      ['contact.open', wish],
      ['contact.command', { contactId, command: { type: 'classify', scenario: 'issue' } }],
      ['case.edit', { caseId, field: 'facts', value: '不该写上' }],
      ['case.edit', { caseId, field: 'customer.surname', value: '王' }],
      ['case.classify', { caseId, scenario: 'issue' }],
      ['callback.promise', { contactId, due: { preset: '2' }, reason: '等仓库' }],
    ] as const) {
      expect(await ann.client.ask(method, payload), method).toMatchObject(NOT_ALLOWED);
    }
    expect([lastSeq(ann), ann.database.prepare('SELECT count(*) FROM contact').pluck().get()]).toEqual(before);
    expect(ann.database.prepare('SELECT count(*) FROM draft').pluck().get()).toBe(0);
    expect(await fieldsOf(ann, caseId)).toMatchObject({ facts: '之前写的' });
  });

  test('writes its own branch and not a row of another one that it only reads', async ({ branch }) => {
    const ann = await branch.joined('周宁', branch.central.transport('1', { role: 'supervisor' }));
    const own = await call(ann);
    await branch.settle();
    branch.central.reachable = false;
    // As a case of branch 2 would lie here.
    agree(ann, { 'branch:1': 'write', 'branch:2': 'read', shared: 'read' });
    await edit(ann, own, 'facts', '自己网点的');
    ann.database.prepare(`UPDATE row_version SET stream = 'branch:2'`).run();
    const before = lastSeq(ann);
    const wrong = { caseId: own, field: 'facts', value: '别的网点的' };
    expect(await ann.request('case.edit', wrong)).toMatchObject(NOT_ALLOWED);
    expect(lastSeq(ann)).toBe(before);
    const wish = { channel: 'chat', direction: 'inbound', phone: '13900005678', callbackId: null } as const;
    expect(await ann.request('contact.open', wish)).toMatchObject({ ok: true });
  });

  test('takes in what arrives where it may only read, although a debt is settled by it', async ({ branch }) => {
    const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
    const caseId = await call(ann);
    const contactId = ann.contact().id;
    await branch.settle();
    branch.central.reachable = false;
    await ann.do('contact.command', { contactId, command: { type: 'end', by: 'customer' } });
    await ann.do('contact.command', { contactId, command: { type: 'close', leaveToBeCompleted: true } });
    await bo.do('case.classify', { caseId, scenario: 'consult' });
    const { missing } = await bo.do('case.get', { caseId });
    expect(missing).not.toEqual([]);
    for (const field of missing) await bo.do('case.edit', { caseId, field, value: '补上了' });
    await bo.do('case.settle', { caseId });
    // The colleague's edits are there before it is known that a closed contact owed them: the debt falls to this desk.
    ann.workstation.dispose();
    branch.central.reachable = true;
    await branch.settle();
    branch.lose(bo);
    agree(ann, { 'branch:1': 'read', shared: 'read' });
    await branch.settle();
    expect((await ann.do('case.get', { caseId })).missing).toEqual([]);
    expect(ann.state().sync).toMatchObject({ phase: 'current', pending: 0 });
  });

  test('refuses by role what is declared for others; one that belongs to no service asks nobody', async ({
    branch,
  }) => {
    const ann = await branch.joined('周宁');
    await branch.settle();
    const declared = entitiesOf([
      {
        ...{ name: 'case', kind: 'rows', scope: 'branch', writers: ['lead', 'supervisor', 'admin'] },
        fields: { owner: { schema: z.string(), merge: { kind: 'latest' } } },
      },
    ]);
    const change = { entity: 'case', id: 'c', kind: 'update', body: { owner: '我' } } as const;
    const home = { home: 'branch:1', grants: { 'branch:1': 'write' } } as const;
    const asked = (role: Role) => refusalOf(ann.database, declared, { role, ...home }, change)?.code ?? null;
    expect(ROLES.map(asked)).toEqual(['not-allowed', null, null, null]);
    expect(refusalOf(ann.database, declared, null, change)).toBeNull();
    const unknown = { ...change, entity: 'remedy' };
    expect(refusalOf(ann.database, declared, { role: 'admin', ...home }, unknown)?.code).toBe('not-allowed');
  });

  test('what is refused in the middle of a transaction undoes all of it', async ({ branch }) => {
    const ann = await branch.joined('周宁');
    await branch.settle();
    const { store } = ann.workstation.parts;
    const before = lastSeq(ann);
    store.refuses = ({ entity }) => (entity === 'contact-event' ? { code: 'not-allowed' } : null);
    const wish = { channel: 'call', direction: 'inbound', phone: '13900005678', callbackId: null } as const;
    expect(await ann.request('contact.open', wish)).toMatchObject(NOT_ALLOWED);
    expect(ann.database.prepare('SELECT count(*) FROM contact').pluck().get()).toBe(0);
    expect(lastSeq(ann)).toBe(before);
    expect(ann.database.prepare('SELECT count(*) FROM outbox').pluck().get()).toBe(before);
  });
});
