import Database from 'better-sqlite3';
import { expect, vi } from 'vitest';
import { releaseOp } from '../../../src-service/quarantine.ts';
import { call, edit, fieldsOf } from '#kit/desk-work.ts';
import { test } from '#kit/service/branch-test.ts';

test('a revoked desk is told so and sends nothing more', async ({ branch }) => {
  const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
  const caseId = await call(ann);
  await branch.settle();
  await branch.central.revoke(bo.workstation.parts.store.journal.device);
  await edit(ann, caseId, 'facts', '之后');
  const unsent = await call(bo, '13900005678');
  await edit(bo, unsent, 'facts', '停用之前写的');
  const sent = bo.workstation.parts.store.journal.lastSeq();
  await branch.settle();
  expect(bo.state()).toMatchObject({ contacts: [], countdowns: [], sync: { phase: 'revoked' } });
  const left = ['customer', 'service_case', 'contact', 'contact_event', 'case_revision', 'outbox', 'row_version'];
  for (const table of left) expect(bo.database.prepare(`SELECT * FROM ${table}`).all(), table).toEqual([]);
  // What it had not sent waits for a supervisor, and reached nobody's case list.
  const kept = await branch.central.database.all(`SELECT reason FROM quarantine`);
  expect(kept.length).toBeGreaterThan(5);
  expect(new Set(kept.map(({ reason }) => reason))).toEqual(new Set(['revoked']));
  expect(sent).toBeGreaterThan(kept.length - 1);
  expect((await ann.do('case.list', { range: 'all', before: null, limit: 50 })).items).toHaveLength(1);
  // It stays so, also over a restart, and records nothing.
  bo.restart();
  const wish = { channel: 'call', direction: 'inbound', phone: '', callbackId: null } as const;
  expect(await bo.request('contact.open', wish)).toMatchObject({ ok: false, error: { code: 'desk-revoked' } });
});

test('what only a revoked desk still had after a restored backup waits for a supervisor, who can have it back', async ({
  branch,
}) => {
  const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
  await branch.settle();
  const yesterday = await branch.central.backup();
  const caseId = await call(ann);
  await edit(ann, caseId, 'facts', '只有林珊的电脑还有');
  await branch.settle();
  // Ann's machine is lost together with the service; Bo's is stolen before it was asked again.
  branch.lose(ann);
  await branch.central.restore(yesterday);
  const own = await call(bo, '13900005678');
  await branch.central.revoke(bo.workstation.parts.store.journal.device);
  await branch.settle();
  expect(bo.state()).toMatchObject({ contacts: [], sync: { phase: 'revoked' } });
  const { database } = branch.central;
  expect(await database.all('SELECT id FROM projection')).toEqual([]);
  const aside = await database.all('SELECT device, hash FROM quarantine ORDER BY arrival');
  const all = aside.map(({ device, hash }) => [String(device), String(hash)] as const);
  // In any order: what needs another row waits for it.
  for (const [device, hash] of [...all, ...all, ...all]) await releaseOp(database, device, hash);
  expect(await database.all('SELECT op FROM quarantine')).toEqual([]);
  const cy = await branch.joined('高远');
  await branch.settle();
  expect(await fieldsOf(cy, caseId)).toEqual({ facts: '只有林珊的电脑还有' });
  const { items } = await cy.do('case.list', { range: 'all', before: null, limit: 50 });
  expect(items.map(({ id }) => id).sort()).toEqual([caseId, own].sort());
  const timeline = await cy.do('case.timeline', { caseId, before: null, limit: 50 });
  expect(timeline.items.map(({ kind }) => kind)).toEqual(['edit', 'event', 'event']);
});

test('a revoked desk hands over all that it has, whatever it took the service to have', async ({ branch }) => {
  const bo = await branch.joined('林珊');
  await branch.settle();
  const yesterday = await branch.central.backup();
  await call(bo);
  await branch.settle();
  const sent = bo.workstation.parts.store.journal.lastSeq();
  expect(bo.state().sync).toMatchObject({ pending: 0 });
  // The backup is put back and nobody says so.
  await branch.central.restore(yesterday, false);
  await branch.central.revoke(bo.workstation.parts.store.journal.device);
  await branch.settle();
  expect(bo.state().sync.phase).toBe('revoked');
  expect(await branch.central.database.all('SELECT count(*) AS n FROM op')).toEqual([{ n: sent }]);
});

test('a revoked desk stays closed, whatever it had meant to ask next', async ({ branch }) => {
  const bo = await branch.joined('林珊');
  await call(bo);
  await branch.settle();
  const phases: string[] = [];
  const { store, sync } = bo.workstation.parts;
  store.onCommit(() => phases.push(sync.view().phase));
  await branch.central.revoke(store.journal.device);
  for (let round = 0; round < 40; round += 1) {
    branch.clock.pass(1_000);
    await branch.settle();
  }
  expect(phases.slice(phases.indexOf('revoked'))).toEqual(['revoked']);
  const wish = { channel: 'call', direction: 'inbound', phone: '', callbackId: null } as const;
  expect(await bo.request('contact.open', wish)).toMatchObject({ ok: false, error: { code: 'desk-revoked' } });
});

test('a disk that has no room to rewrite the wiped file is tried again at the next start', async ({ branch }) => {
  const bo = await branch.joined('林珊');
  await edit(bo, await call(bo), 'facts', '很长'.repeat(50_000));
  await branch.settle();
  const full = vi.spyOn(bo.database, 'exec').mockImplementation(() => {
    throw new Database.SqliteError('the disk is full', 'SQLITE_FULL');
  });
  await branch.central.revoke(bo.workstation.parts.store.journal.device);
  await branch.settle();
  expect(full).toHaveBeenCalledExactlyOnceWith('VACUUM');
  expect(bo.state().sync.phase).toBe('revoked');
  const pages = (): unknown => bo.database.pragma('freelist_count', { simple: true });
  expect(pages()).toBeGreaterThan(0);
  bo.restart();
  expect(pages()).toBe(0);
});

test('a revoked desk whose old ops were cleared hands over the rest under the names by which the service knows them', async ({
  branch,
}) => {
  const bo = await branch.joined('林珊');
  const caseId = await call(bo);
  await branch.settle();
  branch.clock.sleep(31 * 86_400_000);
  await edit(bo, caseId, 'facts', '一个月以后');
  await branch.settle();
  expect(bo.database.prepare('SELECT min(dev_seq) > 1 FROM outbox').pluck().get()).toBe(1);
  const { database } = branch.central;
  const before = await database.all('SELECT name FROM op ORDER BY place');
  await branch.central.revoke(bo.workstation.parts.store.journal.device);
  await branch.settle();
  expect(bo.state().sync.phase).toBe('revoked');
  expect(await database.all('SELECT name FROM op ORDER BY place')).toEqual(before);
  expect(await database.all('SELECT op FROM quarantine')).toEqual([]);
});
