import { expect } from 'vitest';
import { call, conflictsOf, edit, fieldsOf } from '#kit/desk-work.ts';
import { test } from '#kit/service/branch-test.ts';

test('who was typing when a colleague wrote the same has not seen it, and neither text is lost', async ({ branch }) => {
  const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
  const caseId = await call(ann);
  await branch.settle();
  await bo.do('case.edit', { caseId, field: 'facts', value: '右耳' });
  await edit(ann, caseId, 'facts', '左耳没有声音');
  await branch.settle();
  // More letters are still the same typing.
  await bo.do('case.edit', { caseId, field: 'facts', value: '右耳没有声音' });
  await bo.do('case.settle', { caseId });
  await branch.settle();
  for (const desk of [ann, bo]) {
    expect(await fieldsOf(desk, caseId)).toEqual({ facts: '右耳没有声音' });
    expect(await conflictsOf(desk)).toMatchObject([
      { caseId, field: 'facts', lost: { value: '左耳没有声音' }, kept: { value: '右耳没有声音' } },
    ]);
  }
});

test('who begins to type after it was there has seen it', async ({ branch }) => {
  const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
  const caseId = await call(ann);
  await edit(ann, caseId, 'facts', '左耳没有声音');
  await branch.settle();
  await edit(bo, caseId, 'facts', '左耳没有声音，右耳也是');
  await branch.settle();
  for (const desk of [ann, bo]) expect(await conflictsOf(desk)).toEqual([]);
});
