import { setTimeout as rest } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CaseId } from '#shared/base/ids.ts';
import { loadEnrolled } from '#core/sync/status.ts';
import { Stick } from '#kit/carry.ts';
import { value, type TestDesk } from '#kit/desk.ts';
import { call, edit, fieldsOf } from '#kit/desk-work.ts';
import { Branch } from '#kit/service/branch.ts';

let branch: Branch;
let stick: Stick;
let caseId: CaseId;
let [ann, bo]: TestDesk[] = [];

/** Ann has no link; meanwhile Bo works, and the service forgets how it came to what it has now. */
beforeEach(async () => {
  branch = await Branch.open();
  stick = new Stick();
  [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
  await branch.settle();
  branch.cut(ann);
  caseId = await call(bo);
  await edit(bo, caseId, 'facts', '日志里已经没有了');
  await branch.settle();
  branch.central.pullable = 0;
  await branch.central.database.all('DELETE FROM log');
});
afterEach(async () => {
  stick.remove();
  await branch.dispose();
});

const answer = async (file: Uint8Array): Promise<Uint8Array> => value(await branch.central.exchangeFile(file)).answer;
const cursorsOf = (desk: TestDesk) => loadEnrolled(desk.database)!.status.cursors;

test('what the log of the service has no more comes in the answer, as an image', async () => {
  const own = await call(ann!, '13900005678');
  await edit(ann!, own, 'facts', '没有网络时写的');
  expect(await stick.take(ann!, await answer(await stick.write(ann!)))).toBeNull();
  expect(await fieldsOf(ann!, caseId)).toEqual({ facts: '日志里已经没有了' });
  expect(ann!.state().sync).toMatchObject({ pending: 0, parcel: { taken: { due: null } } });
  expect(ann!.state().sync.parcel.taken!.arrived).toBeGreaterThan(3);
  await branch.settle();
  expect(await fieldsOf(bo!, own)).toEqual({ facts: '没有网络时写的' });
  expect(cursorsOf(ann!)).toEqual(cursorsOf(bo!));
});

test.each([
  ['so does all of a stream that this desk has nothing of', {}],
  ['also where it knows nothing yet of the life of the service', { epoch: null }],
])('%s', async (_, known) => {
  const { status } = loadEnrolled(ann!.database)!;
  ann!.database
    .prepare(`UPDATE sync_status SET status = json_set(status, '$.status', json(?))`)
    .run(JSON.stringify({ ...status, ...known, cursors: {} }));
  ann!.restart();
  expect(cursorsOf(ann!)).toEqual({});
  const own = await call(ann!, '13900005678');
  await edit(ann!, own, 'facts', '没有网络时写的');
  expect(await stick.take(ann!, await answer(await stick.write(ann!)))).toBeNull();
  expect(await fieldsOf(ann!, caseId)).toEqual({ facts: '日志里已经没有了' });
  expect(ann!.state().sync).toMatchObject({ pending: 0, parcel: { taken: { due: null } } });
  await branch.settle();
  expect(cursorsOf(ann!)).toMatchObject(cursorsOf(bo!));
});

test('an image in an old answer does not take the place of what came since', async () => {
  const old = await answer(await stick.write(ann!));
  await edit(bo!, caseId, 'facts', '之后又改了');
  await branch.settle();
  branch.cut(ann!, false);
  // An image is unpacked by another thread.
  while (ann!.state().sync.phase !== 'current') {
    await branch.settle();
    await rest(5);
  }
  expect(await fieldsOf(ann!, caseId)).toEqual({ facts: '之后又改了' });
  expect(await stick.take(ann!, old)).toMatchObject({ facts: { reason: 'old' } });
  expect(await fieldsOf(ann!, caseId)).toEqual({ facts: '之后又改了' });
  expect(cursorsOf(ann!)).toEqual(cursorsOf(bo!));
});

test('where no image can be made either, the desk is told that this needs a link', async () => {
  // Rows that are not what the log had told: no image is given to anybody.
  await branch.central.database.all('UPDATE stream SET low = low + 1');
  const own = await call(ann!, '13900005678');
  expect(await stick.take(ann!, await answer(await stick.write(ann!)))).toBeNull();
  expect(ann!.state().sync).toMatchObject({ pending: 0, parcel: { taken: { due: 'link' } } });
  expect(await fieldsOf(ann!, own)).toEqual({});
});
