import { afterEach, beforeEach, expect, test } from 'vitest';
import { call, edit, fieldsOf } from '#kit/desk-work.ts';
import { TestDesk } from '#kit/desk.ts';
import { Branch } from '#kit/service/branch.ts';

let branch: Branch;
beforeEach(async () => {
  branch = await Branch.open();
});
afterEach(() => branch.dispose());

test('a mistake in an exchange ends no desk: it goes on without its service, says so, and asks again', async () => {
  const plain = branch.central.transport('1');
  let mistaken = true;
  const transport: typeof plain = {
    ...plain,
    exchange: (...asked) => (mistaken ? Promise.reject(new TypeError('a mistake')) : plain.exchange(...asked)),
  };
  const desk = new TestDesk({ clock: branch.clock, transport });
  branch.desks.push(desk);
  await branch.join(desk);
  await branch.settle();
  expect(desk.state().sync.phase).toBe('offline');
  const caseId = await call(desk);
  await edit(desk, caseId, 'facts', '照样记');
  mistaken = false;
  const bo = await branch.joined('林珊');
  await branch.settle();
  expect(desk.state().sync).toMatchObject({ phase: 'current', pending: 0 });
  expect(await fieldsOf(bo, caseId)).toEqual({ facts: '照样记' });
});
