import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { entities } from '#shared/domain/sync/entities.ts';
import { RowAccess } from '#core/sync/row-access.ts';
import { SyncTables } from '#core/sync/sync-tables.ts';
import { entityTables } from '#core/sync/entity-tables.ts';
import { RESOURCES, TestDesk } from '#kit/desk.ts';
import { walk } from '../../contract/walk.ts';
import { Branch, call, conflictsOf, edit, fieldsOf, nameOf } from './branch.ts';

let branch: Branch;

beforeEach(async () => {
  branch = new Branch();
  await branch.start();
});
afterEach(() => branch.dispose());

test('what one desk records, the other has; with its customer, its contact and its history', async () => {
  const [ann, bo] = [await branch.newDesk('周宁'), await branch.newDesk('林珊')];
  const caseId = await call(ann);
  await edit(ann, caseId, 'customer.surname', '欧阳');
  await edit(ann, caseId, 'facts', '耳机左边没有声音');
  await branch.settle();
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
  const ann = await branch.newDesk('周宁', false);
  const caseId = await call(ann);
  await edit(ann, caseId, 'facts', '离线三天');
  const bo = await branch.newDesk('林珊');
  await branch.enrol(ann);
  await branch.settle();
  expect(ann.state().sync).toMatchObject({ pending: 0, quarantined: 0 });
  expect(await fieldsOf(bo, caseId)).toEqual({ facts: '离线三天' });
});

test('nothing that a desk does is kept aside: all of it fits what is declared', async () => {
  const desk = branch.open(new TestDesk({ clock: branch.clock, transport: branch.central.transport('1') }));
  await walk(async (method, payload) => {
    const answer = await desk.client.ask(method, payload);
    return (answer as { value?: Record<string, unknown> }).value ?? {};
  });
  await branch.enrol(desk);
  await branch.settle();
  expect(desk.state().sync).toMatchObject({ phase: 'current', pending: 0, quarantined: 0 });
  const fields = new Map([...entities.values()].map(({ name, fields: all }) => [name, new Set(Object.keys(all))]));
  const other = await branch.newDesk('林珊');
  await branch.settle();
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
  const [ann, bo] = [await branch.newDesk('周宁'), await branch.newDesk('林珊')];
  const caseId = await call(ann);
  await branch.settle();
  branch.central.reachable = false;
  await edit(ann, caseId, 'facts', '甲写的');
  await edit(bo, caseId, 'demand', '乙写的');
  await branch.settle();
  expect(ann.state().sync.phase).toBe('offline');
  branch.central.reachable = true;
  await branch.settle();
  for (const desk of [ann, bo]) expect(await fieldsOf(desk, caseId)).toEqual({ facts: '甲写的', demand: '乙写的' });
  expect(ann.state().sync.conflicts).toBe(0);
});

test('both offline, the same field: the later one stays, the other is in the tray of both and comes back by one key', async () => {
  const [ann, bo] = [await branch.newDesk('周宁'), await branch.newDesk('林珊')];
  const caseId = await call(ann);
  await edit(ann, caseId, 'facts', '最初的');
  await branch.settle();
  branch.central.reachable = false;
  await edit(ann, caseId, 'facts', '先写的');
  branch.clock.pass(60_000);
  await edit(bo, caseId, 'facts', '后写的');
  expect(await fieldsOf(ann, caseId)).toEqual({ facts: '先写的' });
  branch.central.reachable = true;
  await branch.settle();
  for (const desk of [ann, bo]) {
    expect(await fieldsOf(desk, caseId)).toEqual({ facts: '后写的' });
    expect(desk.state().sync.conflicts).toBe(1);
    expect(await conflictsOf(desk)).toMatchObject([
      { caseId, field: 'facts', lost: { value: '先写的', by: '周宁' }, kept: { value: '后写的', by: '林珊' } },
    ]);
  }
  const [conflict] = await conflictsOf(ann);
  await ann.do('sync.settle', { conflict: conflict!.id, as: 'taken' });
  await branch.settle();
  for (const desk of [ann, bo]) {
    expect(await fieldsOf(desk, caseId)).toEqual({ facts: '先写的' });
    expect(desk.state().sync.conflicts).toBe(0);
  }
});

test('two desks take one callback without a link: whoever is first at the service has it, the other is told', async () => {
  const [ann, bo, cy] = [await branch.newDesk('周宁'), await branch.newDesk('林珊'), await branch.newDesk('高远')];
  await call(ann);
  const contactId = ann.contact().id;
  const { callbackId } = await ann.do('callback.promise', { contactId, due: { preset: '2' }, reason: '等仓库' });
  await branch.settle();
  branch.central.reachable = false;
  await bo.do('callback.take', { callbackId });
  await cy.do('callback.take', { callbackId });
  const runsOn = (desk: TestDesk): number => desk.state().countdowns.filter(({ kind }) => kind === 'callback').length;
  expect([runsOn(bo), runsOn(cy)]).toEqual([1, 1]);
  branch.central.reachable = true;
  await branch.settle();
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
  await branch.settle();
  expect([runsOn(ann), runsOn(bo), runsOn(cy)]).toEqual([0, 0, 1]);
});

test('a service restored from yesterday has again what any desk still has', async () => {
  const [ann, bo] = [await branch.newDesk('周宁'), await branch.newDesk('林珊')];
  const before = await call(ann);
  await edit(ann, before, 'facts', '昨天');
  await branch.settle();
  const yesterday = await branch.central.backup();
  await edit(ann, before, 'facts', '今天');
  const after = await call(bo, '13900005678');
  await edit(bo, after, 'facts', '备份之后的新单');
  await branch.settle();
  // Bo's machine is lost together with the service: only Ann still has what Bo wrote.
  branch.lose(bo);
  await branch.central.restore(yesterday);
  await edit(ann, after, 'demand', '恢复以后');
  await branch.settle();
  const cy = await branch.newDesk('高远');
  await branch.settle();
  expect(await fieldsOf(cy, before)).toEqual({ facts: '今天' });
  expect(await fieldsOf(cy, after)).toEqual({ facts: '备份之后的新单', demand: '恢复以后' });
  expect(ann.state().sync).toMatchObject({ phase: 'current', pending: 0 });
});

test('a pack that is published reaches every desk; a contact that runs ends by its own rules', async () => {
  const [ann, bo] = [await branch.newDesk('周宁'), await branch.newDesk('林珊')];
  await call(ann);
  await branch.settle();
  const before = ann.state().activePack;
  const text = readFileSync(join(RESOURCES, 'packs', 'zh-CN', 'pack.yaml'), 'utf8');
  const next = text.replace(/^version: .*$/mu, 'version: 9.9.9');
  await branch.central.publish(next, '双十一');
  await branch.settle();
  for (const desk of [ann, bo]) {
    const { activePack, packs } = desk.state();
    expect(packs[activePack]!.version).toBe('9.9.9');
  }
  expect(ann.contact().packHash).toBe(before);
  expect(ann.state().packs[before]!.version).not.toBe('9.9.9');
  // It stays so over a restart, and taking it back is publishing the earlier one again.
  ann.restart();
  expect(ann.state().packs[ann.state().activePack]!.version).toBe('9.9.9');
  branch.clock.pass(1_000);
  await branch.central.publish('stages: nonsense', '有错的');
  await branch.settle();
  expect(ann.state().packs[ann.state().activePack]!.version).toBe('9.9.9');
  expect(ann.state().notices.map(({ code }) => code)).toContain('pack-refused');
  branch.clock.pass(1_000);
  await branch.central.publish(text, '退回');
  await branch.settle();
  expect(ann.state().activePack).toBe(before);
  branch.clock.pass(1_000);
  await branch.central.publish(next, '再来');
  await branch.settle();
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
  const [ann, bo] = [await branch.newDesk('周宁'), await branch.newDesk('林珊')];
  const caseId = await call(ann);
  await edit(ann, caseId, 'facts', '耳机左边没有声音');
  await branch.settle();
  // A fault of a disk, or of a program: a value is another one here, and the note of its version is gone.
  bo.database.prepare(`UPDATE service_case SET fields = '{"facts":"坏了"}'`).run();
  bo.database.prepare(`DELETE FROM row_version WHERE entity = 'case'`).run();
  const stored = bo.database.prepare('SELECT status FROM sync_status').pluck().get() as string;
  const status = stored.replace(/"low":\d+/u, '"low":7');
  expect(status).not.toBe(stored);
  bo.database.prepare('UPDATE sync_status SET status = ?').run(status);
  bo.restart();
  await branch.settle();
  expect(await fieldsOf(bo, caseId)).toEqual({ facts: '耳机左边没有声音' });
  await edit(bo, caseId, 'facts', '之后还能改');
  await branch.settle();
  expect(await fieldsOf(ann, caseId)).toEqual({ facts: '之后还能改' });
});

test('a disk that was copied goes on under a new name; what both had is not done twice', async () => {
  const [ann, bo] = [await branch.newDesk('周宁'), await branch.newDesk('林珊')];
  const caseId = await call(ann);
  await branch.settle();
  branch.central.reachable = false;
  await edit(ann, caseId, 'facts', '复制之前写的');
  const copy = branch.copyOf(ann);
  await edit(ann, caseId, 'demand', '原来那台写的');
  await edit(copy, caseId, 'feelings', '复制的那台写的');
  branch.central.reachable = true;
  await branch.settle();
  const names = new Set([ann, copy].map((desk) => nameOf(desk)));
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

test('a restart in the middle loses nothing and doubles nothing', async () => {
  const [ann, bo] = [await branch.newDesk('周宁'), await branch.newDesk('林珊')];
  const caseId = await call(ann);
  for (let turn = 0; turn < 4; turn += 1) {
    await edit(turn % 2 === 0 ? ann : bo, caseId, 'facts', `第${String(turn)}次`);
    bo.crash();
    if (turn % 2 === 0) ann.crash();
    await branch.settle();
  }
  for (const desk of [ann, bo]) {
    expect(await fieldsOf(desk, caseId)).toEqual({ facts: '第3次' });
    const { items } = await desk.do('case.timeline', { caseId, before: null, limit: 50 });
    expect(items.filter(({ kind }) => kind === 'edit')).toHaveLength(4);
  }
});
