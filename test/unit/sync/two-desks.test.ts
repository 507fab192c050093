import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CaseId } from '#shared/base/ids.ts';
import { entities } from '#shared/domain/sync/entities.ts';
import { RowAccess } from '#core/sync/row-access.ts';
import { SyncTables } from '#core/sync/sync-tables.ts';
import { entityTables } from '#core/sync/entity-tables.ts';
import { RESOURCES, TestDesk } from '#kit/desk.ts';
import { FakeClock } from '#kit/fake-clock.ts';
import { Central } from '#kit/service/central.ts';
import { walk } from '../../contract/walk.ts';

let clock: FakeClock;
let central: Central;
const desks: TestDesk[] = [];

beforeEach(async () => {
  clock = new FakeClock();
  central = new Central(clock);
  await central.start();
});
afterEach(async () => {
  for (const desk of desks.splice(0)) desk.dispose();
  await central.dispose();
});

async function newDesk(agentName: string, enrolled = true): Promise<TestDesk> {
  const desk = new TestDesk({ clock, transport: central.transport('1') });
  desks.push(desk);
  await desk.do('desk.setUp', {
    ...{ company: '云雀数码', department: '客户服务部', agentName, agentNumber: '', sampleData: false },
  });
  if (enrolled) await enrol(desk);
  return desk;
}

const enrol = (desk: TestDesk): Promise<void> =>
  desk.do('sync.enrol', { service: 'https://service.invalid', code: 'AAAA-BBBB-CCCC' });

/** Every desk asks until nobody has anything to say. */
async function settle(): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    for (const desk of desks) {
      desk.workstation.parts.sync.poke();
      clock.pass(10);
      for (let tick = 0; tick < 30; tick += 1) await new Promise(setImmediate);
    }
  }
}

/** A call that was answered, with its case. */
async function call(desk: TestDesk, phone = '13800001234'): Promise<CaseId> {
  const wish = { channel: 'call', direction: 'inbound', phone, callbackId: null } as const;
  const { contactId } = await desk.do('contact.open', wish);
  await desk.do('contact.command', { contactId, command: { type: 'answer' } });
  return desk.contact().case!.id;
}

async function edit(desk: TestDesk, caseId: CaseId, field: string, value: string): Promise<void> {
  await desk.do('case.edit', { caseId, field, value });
  await desk.do('case.settle', { caseId });
}

const fieldsOf = async (desk: TestDesk, caseId: CaseId): Promise<Readonly<Record<string, string>>> =>
  (await desk.do('case.get', { caseId })).fields;

const conflictsOf = async (desk: TestDesk) => (await desk.do('sync.conflicts', { before: null, limit: 50 })).items;

test('what one desk records, the other has; with its customer, its contact and its history', async () => {
  const [ann, bo] = [await newDesk('周宁'), await newDesk('林珊')];
  const caseId = await call(ann);
  await edit(ann, caseId, 'customer.surname', '欧阳');
  await edit(ann, caseId, 'facts', '耳机左边没有声音');
  await settle();
  const there = await bo.do('case.get', { caseId });
  expect(there).toMatchObject({ owner: '周宁', fields: { facts: '耳机左边没有声音' }, customer: { surname: '欧阳' } });
  const timeline = await bo.do('case.timeline', { caseId, before: null, limit: 50 });
  expect(timeline.items.map(({ kind, by }) => [kind, by])).toEqual([
    ['edit', '周宁'],
    ['edit', '周宁'],
    ['event', '周宁'],
    ['event', '周宁'],
  ]);
  // Another desk's call is on no line here.
  expect(bo.state().contacts).toEqual([]);
  expect(ann.state().sync).toMatchObject({ phase: 'current', pending: 0, conflicts: 0, quarantined: 0 });
});

test('a desk that worked alone for days brings all of it when it joins', async () => {
  const ann = await newDesk('周宁', false);
  const caseId = await call(ann);
  await edit(ann, caseId, 'facts', '离线三天');
  const bo = await newDesk('林珊');
  await enrol(ann);
  await settle();
  expect(ann.state().sync).toMatchObject({ pending: 0, quarantined: 0 });
  expect(await fieldsOf(bo, caseId)).toEqual({ facts: '离线三天' });
});

test('nothing that a desk does is kept aside: all of it fits what is declared', async () => {
  const desk = new TestDesk({ clock, transport: central.transport('1') });
  desks.push(desk);
  await walk(async (method, payload) => {
    const answer = await desk.client.ask(method, payload);
    return (answer as { value?: Record<string, unknown> }).value ?? {};
  });
  await enrol(desk);
  await settle();
  expect(desk.state().sync).toMatchObject({ phase: 'current', pending: 0, quarantined: 0 });
  const fields = new Map([...entities.values()].map(({ name, fields: all }) => [name, new Set(Object.keys(all))]));
  const other = await newDesk('林珊');
  await settle();
  for (const { entity, id } of new SyncTables(desk.database).versionsAfter('branch:1', 0)) {
    const access = new RowAccess(desk.database, entities, 0);
    const there = new RowAccess(other.database, entities, 0);
    expect(there.read({ entity, id }), `${entity} ${id}`).toEqual(access.read({ entity, id }));
    fields.delete(entity);
  }
  // What is left was not made by anybody here.
  expect([...fields.keys()]).toEqual(['pack', 'conflict']);
});

test('both offline, different fields of one case: both are kept', async () => {
  const [ann, bo] = [await newDesk('周宁'), await newDesk('林珊')];
  const caseId = await call(ann);
  await settle();
  central.reachable = false;
  await edit(ann, caseId, 'facts', '甲写的');
  await edit(bo, caseId, 'demand', '乙写的');
  await settle();
  expect(ann.state().sync.phase).toBe('offline');
  central.reachable = true;
  await settle();
  for (const desk of [ann, bo]) expect(await fieldsOf(desk, caseId)).toEqual({ facts: '甲写的', demand: '乙写的' });
  expect(ann.state().sync.conflicts).toBe(0);
});

test('both offline, the same field: the later one stays, the other is in the tray of both and comes back by one key', async () => {
  const [ann, bo] = [await newDesk('周宁'), await newDesk('林珊')];
  const caseId = await call(ann);
  await edit(ann, caseId, 'facts', '最初的');
  await settle();
  central.reachable = false;
  await edit(ann, caseId, 'facts', '先写的');
  clock.pass(60_000);
  await edit(bo, caseId, 'facts', '后写的');
  expect(await fieldsOf(ann, caseId)).toEqual({ facts: '先写的' });
  central.reachable = true;
  await settle();
  for (const desk of [ann, bo]) {
    expect(await fieldsOf(desk, caseId)).toEqual({ facts: '后写的' });
    expect(desk.state().sync.conflicts).toBe(1);
    expect(await conflictsOf(desk)).toMatchObject([
      { caseId, field: 'facts', lost: { value: '先写的', by: '周宁' }, kept: { value: '后写的', by: '林珊' } },
    ]);
  }
  const [conflict] = await conflictsOf(ann);
  await ann.do('sync.settle', { conflict: conflict!.id, as: 'taken' });
  await settle();
  for (const desk of [ann, bo]) {
    expect(await fieldsOf(desk, caseId)).toEqual({ facts: '先写的' });
    expect(desk.state().sync.conflicts).toBe(0);
  }
});

test('two desks take one callback without a link: whoever is first at the service has it, the other is told', async () => {
  const [ann, bo, cy] = [await newDesk('周宁'), await newDesk('林珊'), await newDesk('高远')];
  await call(ann);
  const contactId = ann.contact().id;
  const { callbackId } = await ann.do('callback.promise', { contactId, due: { preset: '2' }, reason: '等仓库' });
  await settle();
  central.reachable = false;
  await bo.do('callback.take', { callbackId });
  await cy.do('callback.take', { callbackId });
  const runsOn = (desk: TestDesk): number => desk.state().countdowns.filter(({ kind }) => kind === 'callback').length;
  expect([runsOn(bo), runsOn(cy)]).toEqual([1, 1]);
  central.reachable = true;
  await settle();
  expect([runsOn(ann), runsOn(bo), runsOn(cy)]).toEqual([0, 1, 0]);
  // One value was at stake: who has it comes with the name.
  for (const desk of [ann, bo, cy]) {
    expect(await conflictsOf(desk)).toMatchObject([
      { field: 'takenBy', lost: { value: '高远', by: '高远' }, kept: { value: '林珊', by: '林珊' } },
    ]);
    const { items } = await desk.do('callback.list', { status: 'open', before: null, limit: 10 });
    expect(items).toMatchObject([{ owner: '周宁', takenBy: '林珊', mine: desk === bo }]);
  }
  expect(await cy.request('callback.take', { callbackId })).toMatchObject({
    ok: false,
    error: { code: 'callback-taken' },
  });
  expect(await bo.request('callback.take', { callbackId })).toMatchObject({
    ok: false,
    error: { code: 'nothing-to-do' },
  });
  // They have talked: it is done by the one who lost it after all.
  const [conflict] = await conflictsOf(ann);
  await ann.do('sync.settle', { conflict: conflict!.id, as: 'taken' });
  await settle();
  expect([runsOn(ann), runsOn(bo), runsOn(cy)]).toEqual([0, 0, 1]);
});

test('a service restored from yesterday has again what any desk still has', async () => {
  const [ann, bo] = [await newDesk('周宁'), await newDesk('林珊')];
  const before = await call(ann);
  await edit(ann, before, 'facts', '昨天');
  await settle();
  const yesterday = await central.backup();
  await edit(ann, before, 'facts', '今天');
  const after = await call(bo, '13900005678');
  await edit(bo, after, 'facts', '备份之后的新单');
  await settle();
  // Bo's machine is lost together with the service: only Ann still has what Bo wrote.
  desks.splice(desks.indexOf(bo), 1)[0]!.dispose();
  await central.restore(yesterday);
  await edit(ann, after, 'demand', '恢复以后');
  await settle();
  const cy = await newDesk('高远');
  await settle();
  expect(await fieldsOf(cy, before)).toEqual({ facts: '今天' });
  expect(await fieldsOf(cy, after)).toEqual({ facts: '备份之后的新单', demand: '恢复以后' });
  expect(ann.state().sync).toMatchObject({ phase: 'current', pending: 0 });
});

test('a pack that is published reaches every desk; a contact that runs ends by its own rules', async () => {
  const [ann, bo] = [await newDesk('周宁'), await newDesk('林珊')];
  await call(ann);
  await settle();
  const before = ann.state().activePack;
  const text = readFileSync(join(RESOURCES, 'packs', 'zh-CN', 'pack.yaml'), 'utf8');
  const next = text.replace(/^version: .*$/mu, 'version: 9.9.9');
  await central.publish(next, '双十一');
  await settle();
  for (const desk of [ann, bo]) {
    const { activePack, packs } = desk.state();
    expect(packs[activePack]!.version).toBe('9.9.9');
  }
  expect(ann.contact().packHash).toBe(before);
  expect(ann.state().packs[before]!.version).not.toBe('9.9.9');
  // It stays so over a restart, and taking it back is publishing the earlier one again.
  ann.restart();
  expect(ann.state().packs[ann.state().activePack]!.version).toBe('9.9.9');
  clock.pass(1_000);
  await central.publish('stages: nonsense', '有错的');
  await settle();
  expect(ann.state().packs[ann.state().activePack]!.version).toBe('9.9.9');
  expect(ann.state().notices.map(({ code }) => code)).toContain('pack-refused');
  clock.pass(1_000);
  await central.publish(text, '退回');
  await settle();
  expect(ann.state().activePack).toBe(before);
  clock.pass(1_000);
  await central.publish(next, '再来');
  await settle();
  expect(bo.state().packs[bo.state().activePack]!.version).toBe('9.9.9');
});

test('every declared field has its column on a desk', () => {
  for (const entity of entities.values()) {
    const table = entityTables[entity.name];
    expect(table, entity.name).toBeDefined();
    expect(Object.keys(table!.columns).sort(), entity.name).toEqual(Object.keys(entity.fields).sort());
    const free = table!.kind === 'rows' ? table!.anyField?.prefix : undefined;
    expect(free).toBe(entity.anyField?.prefix);
    expect(table!.kind).toBe(entity.kind);
  }
});

test('rows that are not what the service has are found by the digest and pulled again', async () => {
  const [ann, bo] = [await newDesk('周宁'), await newDesk('林珊')];
  const caseId = await call(ann);
  await edit(ann, caseId, 'facts', '耳机左边没有声音');
  await settle();
  // A fault of a disk, or of a program: a value is another one here, and the note of its version is gone.
  bo.database.prepare(`UPDATE service_case SET fields = '{"facts":"坏了"}'`).run();
  bo.database.prepare(`DELETE FROM row_version WHERE entity = 'case'`).run();
  const stored = bo.database.prepare('SELECT status FROM sync_status').pluck().get() as string;
  const status = stored.replace(/"low":\d+/u, '"low":7');
  expect(status).not.toBe(stored);
  bo.database.prepare('UPDATE sync_status SET status = ?').run(status);
  bo.restart();
  await settle();
  expect(await fieldsOf(bo, caseId)).toEqual({ facts: '耳机左边没有声音' });
  await edit(bo, caseId, 'facts', '之后还能改');
  await settle();
  expect(await fieldsOf(ann, caseId)).toEqual({ facts: '之后还能改' });
});

test('a disk that was copied goes on under a new name; what both had is not done twice', async () => {
  const [ann, bo] = [await newDesk('周宁'), await newDesk('林珊')];
  const caseId = await call(ann);
  await settle();
  central.reachable = false;
  await edit(ann, caseId, 'facts', '复制之前写的');
  const copy = copyOf(ann);
  await edit(ann, caseId, 'demand', '原来那台写的');
  await edit(copy, caseId, 'feelings', '复制的那台写的');
  central.reachable = true;
  await settle();
  const names = new Set([ann, copy].map((desk) => desk.workstation.parts.store.journal.device));
  expect(names.size).toBe(2);
  for (const desk of [ann, bo, copy]) {
    expect(desk.state().sync, 'sync').toMatchObject({ phase: 'current', pending: 0 });
    expect(await fieldsOf(desk, caseId)).toEqual({
      ...{ facts: '复制之前写的', demand: '原来那台写的', feelings: '复制的那台写的' },
    });
    const { items } = await desk.do('case.timeline', { caseId, before: null, limit: 50 });
    expect(items.filter(({ kind }) => kind === 'edit')).toHaveLength(3);
  }
});

/** Another machine that was set up from this one's disk. */
function copyOf(desk: TestDesk): TestDesk {
  const copy = new TestDesk({ clock, transport: central.transport('1'), copyOf: desk.folder.path });
  desks.push(copy);
  return copy;
}

test('a revoked desk is told so and sends nothing more', async () => {
  const [ann, bo] = [await newDesk('周宁'), await newDesk('林珊')];
  const caseId = await call(ann);
  await settle();
  await central.revoke(bo.workstation.parts.store.journal.device);
  await edit(ann, caseId, 'facts', '之后');
  const unsent = await call(bo, '13900005678');
  await edit(bo, unsent, 'facts', '停用之前写的');
  const sent = bo.workstation.parts.store.journal.lastSeq();
  await settle();
  expect(bo.state()).toMatchObject({ contacts: [], countdowns: [], sync: { phase: 'revoked' } });
  const left = ['customer', 'service_case', 'contact', 'contact_event', 'case_revision', 'outbox', 'row_version'];
  for (const table of left) expect(bo.database.prepare(`SELECT * FROM ${table}`).all(), table).toEqual([]);
  // What it had not sent waits for a supervisor, and reached nobody's case list.
  const kept = await central.database.all(`SELECT reason FROM quarantine`);
  expect(kept.length).toBeGreaterThan(5);
  expect(new Set(kept.map(({ reason }) => reason))).toEqual(new Set(['revoked']));
  expect(sent).toBeGreaterThan(kept.length - 1);
  expect((await ann.do('case.list', { range: 'all', before: null, limit: 50 })).items).toHaveLength(1);
  // It stays so, also over a restart, and records nothing.
  bo.restart();
  const wish = { channel: 'call', direction: 'inbound', phone: '', callbackId: null } as const;
  expect(await bo.request('contact.open', wish)).toMatchObject({ ok: false, error: { code: 'desk-revoked' } });
});

test('a restart in the middle loses nothing and doubles nothing', async () => {
  const [ann, bo] = [await newDesk('周宁'), await newDesk('林珊')];
  const caseId = await call(ann);
  for (let turn = 0; turn < 4; turn += 1) {
    await edit(turn % 2 === 0 ? ann : bo, caseId, 'facts', `第${String(turn)}次`);
    bo.crash();
    if (turn % 2 === 0) ann.crash();
    await settle();
  }
  for (const desk of [ann, bo]) {
    expect(await fieldsOf(desk, caseId)).toEqual({ facts: '第3次' });
    const { items } = await desk.do('case.timeline', { caseId, before: null, limit: 50 });
    expect(items.filter(({ kind }) => kind === 'edit')).toHaveLength(4);
  }
});
