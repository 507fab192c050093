import { expect } from 'vitest';
import type { CaseId } from '#shared/base/ids.ts';
import type { TestDesk } from '#kit/desk.ts';
import { call, edit } from '#kit/desk-work.ts';
import { knownBy } from '#kit/service/alike.ts';
import type { Branch } from '#kit/service/branch.ts';
import { walkAt } from '../../../contract/walk.ts';

/** A desk on which everything was done that can be done, and two values that lost. */
export async function history(branch: Branch): Promise<CaseId> {
  const { central } = branch;
  const busy = branch.bareDesk();
  await walkAt(busy.client);
  await branch.join(busy);
  const bo = await branch.joined('林珊');
  const caseId = await call(bo, '0571 8888 6666 转 801');
  await edit(bo, caseId, 'facts', '第一次写的');
  await branch.settle();
  central.reachable = false;
  await edit(bo, caseId, 'facts', '林珊写的');
  await edit(bo, caseId, 'customer.surname', '"欧阳"\n');
  await edit(busy, caseId, 'facts', '周宁写的');
  central.reachable = true;
  await branch.settle();
  expect(bo.state().sync.conflicts).toBe(1);
  return caseId;
}

/** One case of one desk. */
export async function shortHistory(branch: Branch): Promise<CaseId> {
  const bo = await branch.joined('林珊');
  const caseId = await call(bo);
  await edit(bo, caseId, 'facts', '耳机左边没有声音');
  await branch.settle();
  return caseId;
}

/** Everything but what the service cannot be asked for comes as an image. */
export function always({ central }: Branch): void {
  central.pullable = 0;
}

/** How far a desk is in its streams, with what it takes their digests to be. */
export const streamsOf = (desk: TestDesk): unknown[] => {
  const { epoch, cursors } = knownBy(desk.database);
  return [epoch, cursors];
};
