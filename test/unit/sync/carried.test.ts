import { afterEach, beforeEach, expect, test } from 'vitest';
import { value, type TestDesk } from '#kit/desk.ts';
import { call, edit, fieldsOf } from '#kit/desk-work.ts';
import { Branch } from '#kit/service/branch.ts';

let branch: Branch;
beforeEach(async () => {
  branch = await Branch.open();
});
afterEach(() => branch.dispose());

const write = (desk: TestDesk): Uint8Array => value(desk.workstation.parts.sync.writeParcel());
const answer = async (file: Uint8Array): Promise<Uint8Array> => value(await branch.central.exchangeFile(file)).answer;
const take = (desk: TestDesk, file: Uint8Array) => desk.workstation.parts.sync.takeParcel(file);

async function carry(desk: TestDesk): Promise<void> {
  value(await take(desk, await answer(write(desk))));
}

test('a desk without a link and its service exchange by files, and other desks see it', async () => {
  const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
  const shared = await call(bo, '13900005678');
  await branch.settle();
  branch.central.reachable = false;
  const caseId = await call(ann);
  await edit(ann, caseId, 'facts', '断网时写的');
  branch.central.reachable = true;
  await edit(bo, shared, 'facts', '有网的同事写的');
  await bo.do('sync.now', {});
  branch.clock.pass(10);
  for (let tick = 0; tick < 60; tick += 1) await new Promise(setImmediate);
  branch.central.reachable = false;

  const file = write(ann);
  expect(ann.state().sync.parcel).toMatchObject({ ready: true, written: { changes: ann.state().sync.pending } });
  const answered = await answer(file);
  await edit(ann, caseId, 'demand', '文件写好以后写的');
  const later = ann.state().sync.pending - ann.state().sync.parcel.written!.changes;
  value(await take(ann, answered));
  expect(await fieldsOf(ann, shared)).toEqual({ facts: '有网的同事写的' });
  expect(ann.state().sync).toMatchObject({ pending: later, parcel: { written: null, taken: { due: null } } });
  await carry(ann);
  expect(ann.state().sync.pending).toBe(0);
  branch.central.reachable = true;
  await branch.settle();
  expect(await fieldsOf(bo, caseId)).toEqual({ facts: '断网时写的', demand: '文件写好以后写的' });
});
