import { afterEach, beforeEach, expect, test } from 'vitest';
import { Stick } from '#kit/carry.ts';
import { value, type TestDesk } from '#kit/desk.ts';
import { call, edit, fieldsOf } from '#kit/desk-work.ts';
import { Branch } from '#kit/service/branch.ts';

let branch: Branch;
let stick: Stick;
beforeEach(async () => {
  branch = await Branch.open();
  stick = new Stick();
});
afterEach(async () => {
  stick.remove();
  await branch.dispose();
});

const answer = async (file: Uint8Array): Promise<Uint8Array> => value(await branch.central.exchangeFile(file)).answer;

/** One way there and back. */
async function carry(desk: TestDesk): Promise<void> {
  expect(await stick.take(desk, await answer(await stick.write(desk)))).toBeNull();
}

test('a desk without a link and its service exchange by files, and other desks see it', async () => {
  const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
  const shared = await call(bo, '13900005678');
  await branch.settle();
  branch.cut(ann);
  const caseId = await call(ann);
  await edit(ann, caseId, 'facts', '断网时写的');
  await edit(bo, shared, 'facts', '有网的同事写的');
  await branch.settle();
  expect(await fieldsOf(ann, shared)).toEqual({});

  const file = await stick.write(ann);
  expect(ann.state().sync.parcel).toMatchObject({ ready: true, written: { changes: ann.state().sync.pending } });
  const answered = await answer(file);
  await edit(ann, caseId, 'demand', '文件写好以后写的');
  const later = ann.state().sync.pending - ann.state().sync.parcel.written!.changes;
  expect(await stick.take(ann, answered)).toBeNull();
  expect(await fieldsOf(ann, shared)).toEqual({ facts: '有网的同事写的' });
  expect(ann.state().sync).toMatchObject({ pending: later, parcel: { written: null, taken: { due: null } } });
  await carry(ann);
  expect(ann.state().sync.pending).toBe(0);
  await branch.settle();
  expect(await fieldsOf(bo, caseId)).toEqual({ facts: '断网时写的', demand: '文件写好以后写的' });
});
