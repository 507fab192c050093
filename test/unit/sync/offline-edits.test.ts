import { expect } from 'vitest';
import { call, conflictsOf, edit, fieldsOf } from '#kit/desk-work.ts';
import { test } from '#kit/service/branch-test.ts';

test('both offline, different fields of one case: both are kept', async ({ branch }) => {
  const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
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

test('both offline, the same field: the later one stays, the other is in the tray of both and comes back by one key', async ({
  branch,
}) => {
  const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
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

test('whatever changes the tray moves the lists, which windows load anew by', async ({ branch }) => {
  const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
  const caseId = await call(ann);
  await branch.settle();
  const before = ann.state().listsVersion;
  branch.central.reachable = false;
  for (const desk of [ann, bo]) await edit(desk, caseId, 'facts', desk === ann ? '先写的' : '后写的');
  branch.central.reachable = true;
  await branch.settle();
  const came = ann.state().listsVersion;
  await ann.do('sync.settle', { conflict: (await conflictsOf(ann))[0]!.id, as: 'left' });
  expect([came > before, ann.state().listsVersion > came]).toEqual([true, true]);
});

test('a restart in the middle loses nothing and doubles nothing', async ({ branch }) => {
  const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
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

test('what is typed while the row itself is on its way to the service and back is kept, and goes there next', async ({
  branch,
}) => {
  const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
  const caseId = await call(ann);
  ann.workstation.parts.sync.poke();
  branch.clock.pass(10);
  // The exchange with the new case is under way.
  await edit(ann, caseId, 'customer.surname', '王');
  await edit(ann, caseId, 'product', '云杉 T2 耳机');
  await branch.settle();
  expect(ann.state().sync).toMatchObject({ phase: 'current', pending: 0, conflicts: 0 });
  for (const desk of [ann, bo]) {
    expect(await fieldsOf(desk, caseId)).toEqual({ product: '云杉 T2 耳机' });
    expect((await desk.do('case.get', { caseId })).customer.surname).toBe('王');
  }
});
