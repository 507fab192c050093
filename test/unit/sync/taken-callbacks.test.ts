import { expect } from 'vitest';
import type { TestDesk } from '#kit/desk.ts';
import { call, conflictsOf } from '#kit/desk-work.ts';
import { test } from '#kit/service/branch-test.ts';

test('two desks take one callback without a link: whoever is first at the service has it, the other is told', async ({
  branch,
}) => {
  const [ann, bo, cy] = [await branch.joined('周宁'), await branch.joined('林珊'), await branch.joined('高远')];
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

test('a promise that turns out to be open after all runs again, and anew when its time is another', async ({
  branch,
}) => {
  const ann = await branch.joined('周宁');
  await call(ann);
  const contactId = ann.contact().id;
  const { callbackId } = await ann.do('callback.promise', { contactId, due: { preset: '2' }, reason: '等仓库' });
  const runs = (): readonly unknown[] => ann.state().countdowns.filter(({ kind }) => kind === 'callback');
  await branch.settle();
  const [before] = runs();
  await branch.central.writes('callback', callbackId, { status: 'withdrawn' });
  await branch.settle();
  expect(runs()).toEqual([]);
  await branch.central.writes('callback', callbackId, { status: 'open', reason: '还是要打' });
  await branch.settle();
  expect(runs()).toMatchObject([{ dueAt: (before as { dueAt: number }).dueAt }]);
  const dueAt = branch.clock.wall() + 60_000;
  await branch.central.writes('callback', callbackId, { dueAt });
  await branch.settle();
  expect(runs()).toMatchObject([{ dueAt }]);
});
