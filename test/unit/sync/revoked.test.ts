import { afterEach, beforeEach, expect, test } from 'vitest';
import { call, edit } from '#kit/desk-work.ts';
import { Branch } from '#kit/service/branch.ts';

let branch: Branch;
beforeEach(async () => {
  branch = await Branch.open();
});
afterEach(() => branch.dispose());

test('a revoked desk is told so and sends nothing more', async () => {
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
