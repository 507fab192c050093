import { expect } from 'vitest';
import { call } from '#kit/desk-work.ts';
import { test } from '#kit/service/branch-test.ts';

test('two cases that have one number by chance are both on every desk', async ({ branch }) => {
  // Two desks whose part of a case number is the same by chance.
  const named = (id: string) => branch.central.transport('1', { id });
  const ann = await branch.joined('周宁', named('6f1c2a34-0000-4000-8000-000000000001'));
  const bo = await branch.joined('林珊', named('9b1c2a34-0000-4000-8000-000000000001'));
  await call(ann, '13800000000');
  await call(bo, '13800000001');
  await branch.settle();
  for (const desk of [ann, bo]) {
    const { items } = await desk.do('case.list', { range: 'all', before: null, limit: 50 });
    expect(items).toHaveLength(2);
    expect(new Set(items.map(({ number }) => number)).size).toBe(1);
    expect(desk.state().sync).toMatchObject({ phase: 'current', pending: 0 });
  }
});
