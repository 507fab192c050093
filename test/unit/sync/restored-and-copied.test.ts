import { expect } from 'vitest';
import { call, edit, fieldsOf } from '#kit/desk-work.ts';
import { test } from '#kit/service/branch-test.ts';

test('a service restored from yesterday has again what any desk still has', async ({ branch }) => {
  const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
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
  const cy = await branch.joined('高远');
  await branch.settle();
  expect(await fieldsOf(cy, before)).toEqual({ facts: '今天' });
  expect(await fieldsOf(cy, after)).toEqual({ facts: '备份之后的新单', demand: '恢复以后' });
  expect(ann.state().sync).toMatchObject({ phase: 'current', pending: 0 });
});

test('rows that are not what the service has are found by the digest and pulled again', async ({ branch }) => {
  const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
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

test('a disk that was copied goes on under a new name; what both had is not done twice', async ({ branch }) => {
  const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
  const caseId = await call(ann);
  await branch.settle();
  branch.central.reachable = false;
  await edit(ann, caseId, 'facts', '复制之前写的');
  const copy = branch.copyOf(ann.folder.path);
  await edit(ann, caseId, 'demand', '原来那台写的');
  await edit(copy, caseId, 'feelings', '复制的那台写的');
  branch.central.reachable = true;
  await branch.settle();
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

test('a desk that goes on under a new name listens under it', async ({ branch }) => {
  const ann = await branch.joined('周宁');
  await branch.settle();
  const plain = branch.central.transport('1');
  const listening: string[] = [];
  const transport: typeof plain = {
    ...plain,
    listen: ({ status: { device } }) => {
      listening.push(device);
      return { dispose: () => listening.splice(listening.indexOf(device), 1) };
    },
  };
  const copy = branch.copyOf(ann.folder.path, transport);
  await branch.settle();
  expect(listening).toEqual([ann.workstation.parts.store.journal.device]);
  await call(ann, '13800005555');
  await branch.settle();
  await call(copy, '13800006666');
  await branch.settle();
  const { device } = copy.workstation.parts.store.journal;
  expect(device).not.toBe(ann.workstation.parts.store.journal.device);
  expect(listening).toEqual([device]);
});
