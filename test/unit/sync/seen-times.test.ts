import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CaseId } from '#shared/base/ids.ts';
import { call, edit } from '#kit/desk-work.ts';
import type { TestDesk } from '#kit/desk.ts';
import { Branch } from '#kit/service/branch.ts';

let branch: Branch;
beforeEach(async () => {
  branch = await Branch.open();
});
afterEach(() => branch.dispose());

const HOUR = 3_600_000;

async function edits(desk: TestDesk, caseId: CaseId): Promise<readonly string[]> {
  const { items } = await desk.do('case.timeline', { caseId, before: null, limit: 50 });
  return items.flatMap((item) => (item.kind === 'edit' ? [item.value] : []));
}

test.each<readonly [string, (bo: TestDesk) => void]>([
  ['', () => undefined],
  [', also over a restart', (bo) => bo.restart()],
  [
    ', also when something else was refused meanwhile',
    (bo) => {
      const { store } = bo.workstation.parts;
      store.write(() => ({ ok: false, error: { code: 'nothing-to-do' } }));
    },
  ],
])(
  'what is written after a colleague’s edit was seen comes after it, whatever the clock says%s',
  async (_, meanwhile) => {
    const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
    const caseId = await call(ann);
    await edit(ann, caseId, 'facts', '先');
    await branch.settle();
    expect(await edits(bo, caseId)).toEqual(['先']);
    branch.clock.set(-HOUR);
    meanwhile(bo);
    await edit(bo, caseId, 'facts', '后');
    await branch.settle();
    for (const desk of [ann, bo]) expect(await edits(desk, caseId)).toEqual(['后', '先']);
  },
);

test('so it is after a stream came as an image', async () => {
  const ann = await branch.joined('周宁');
  const caseId = await call(ann);
  await edit(ann, caseId, 'facts', '先');
  await branch.settle();
  branch.clock.set(-HOUR);
  branch.central.pullable = 0;
  const bo = await branch.joined('林珊');
  for (let round = 0; round < 10; round += 1) {
    await branch.settle();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await edit(bo, caseId, 'facts', '后');
  expect(await edits(bo, caseId)).toEqual(['后', '先']);
});
