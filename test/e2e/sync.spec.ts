import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { CaseId } from '#shared/base/ids.ts';
import type { Agent } from './kit/agent.ts';
import type { BranchDesk } from './kit/branch-desk.ts';
import { test } from './kit/branch-test.ts';
import { LIMIT, SOON_FROM_ANOTHER } from './kit/patience.ts';

/** The form of the call that runs. */
const formOf = ({ page }: Agent): Locator => page.getByRole('complementary').filter({ hasText: '事实' }).first();

/** Types into a field and leaves it, so that a revision is made of it. */
async function fillsIn({ agent }: BranchDesk, name: string, text: string, place: Locator): Promise<void> {
  await agent.writes(name, text, place);
  await agent.press('Tab');
  await agent.saved();
}

async function fieldsOf(desk: BranchDesk, caseId: CaseId): Promise<Readonly<Record<string, string>>> {
  return (await desk.do('case.get', { caseId })).fields;
}

async function onlyCase(desk: BranchDesk): Promise<CaseId> {
  const { items } = await desk.do('case.list', { range: 'all', before: null, limit: 2 });
  expect(items).toHaveLength(1);
  return items[0]!.id;
}

/** Every edit so far has become a revision: what is written after it is later. */
async function hasRevisions(desk: BranchDesk, caseId: CaseId, count: number): Promise<void> {
  const edits = async (): Promise<number> => {
    const { items } = await desk.do('case.timeline', { caseId, before: null, limit: 100 });
    return items.filter(({ kind }) => kind === 'edit').length;
  };
  await expect.poll(edits, SOON_FROM_ANOTHER).toBe(count);
}

test(
  'a desk joins by its code in the settings, by keyboard only, and what it had done before goes along',
  LIMIT,
  async ({ branch }) => {
    const [ann, bo] = [await branch.newDesk('周宁'), await branch.joinedDesk('林珊')];
    await ann.agent.answersCall();
    await fillsIn(ann, '事实', '加入以前写的', formOf(ann.agent));
    const caseId = await onlyCase(ann);
    const { agent } = ann;
    await agent.opensView('设置');
    await agent.writes('中心地址', ann.cable.address);
    await agent.writes('一次性注册码', await branch.code('周宁'));
    await agent.press('Enter');
    await ann.syncIs('current');
    await agent.sees(agent.page.getByTestId('service-settings'), '云雀数码');
    await expect
      .poll(() => bo.do('case.list', { range: 'all', before: null, limit: 2 }), SOON_FROM_ANOTHER)
      .toMatchObject({
        items: [{ id: caseId, fields: { facts: '加入以前写的' } }],
      });
  },
);

test('samples are left behind before a desk joins, by keyboard only', LIMIT, async ({ branch }) => {
  const [ann, bo] = [await branch.newDesk('周宁', true), await branch.joinedDesk('林珊')];
  const { agent } = ann;
  const isAsked = agent.page.getByText('无法恢复');
  const openCase = agent.page.getByTestId('case-detail');
  await agent.opensView('工单');
  // At night, the samples of the hours before are not of today.
  await agent.chooses('全部', agent.page.getByRole('group', { name: '范围' }));
  await agent.page.getByTestId('case-row').first().waitFor();
  await agent.press('ArrowDown');
  await openCase.waitFor();
  await agent.opensView('设置');
  await agent.chooses('清空后再加入…');
  await isAsked.waitFor();
  // It stands on what changes nothing.
  await agent.press('Enter');
  await isAsked.waitFor({ state: 'detached' });
  expect((await ann.do('case.list', { range: 'all', before: null, limit: 2 })).items).toHaveLength(2);
  await agent.press('Enter');
  await isAsked.waitFor();
  await agent.press('Escape');
  await isAsked.waitFor({ state: 'detached' });
  await agent.press('Enter');
  await isAsked.waitFor();
  await agent.press('Tab', 'Enter');
  await agent.isIn('中心地址');
  expect(await agent.page.getByTestId('samples').count()).toBe(0);
  await agent.type(ann.cable.address);
  await agent.writes('一次性注册码', await branch.code('周宁'));
  await agent.press('Enter');
  await ann.syncIs('current');
  for (const desk of [ann, bo]) {
    expect(await desk.do('case.list', { range: 'all', before: null, limit: 2 })).toMatchObject({ items: [] });
  }
  await agent.opensView('工单');
  await agent.page.getByRole('heading', { name: '工单' }).first().waitFor();
  expect(await openCase.count()).toBe(0);
});

test(
  'both offline: different fields come together; of one field the later stays, the other comes back by one key',
  LIMIT,
  async ({ branch }) => {
    const [ann, bo] = [await branch.joinedDesk('周宁'), await branch.joinedDesk('林珊')];
    await ann.agent.answersCall();
    const detail = await bo.opensTheCase();
    const caseId = await onlyCase(ann);
    for (const desk of [ann, bo]) await desk.pullOut();

    const form = formOf(ann.agent);
    await fillsIn(ann, '感受', '担心赶不上出差', form);
    await fillsIn(ann, '事实', '先写的', form);
    await hasRevisions(ann, caseId, 2);
    await fillsIn(bo, '客户诉求', '出差前用得上', detail);
    await fillsIn(bo, '事实', '后写的', detail);
    await hasRevisions(bo, caseId, 2);
    for (const desk of [ann, bo]) await desk.syncIs('offline-pending');

    for (const desk of [ann, bo]) await desk.plugIn();
    const merged = { feelings: '担心赶不上出差', demand: '出差前用得上', facts: '后写的' };
    for (const desk of [ann, bo]) await expect.poll(() => fieldsOf(desk, caseId), SOON_FROM_ANOTHER).toEqual(merged);

    const { agent } = ann;
    await agent.opensView('冲突');
    const row = agent.page.getByTestId('conflict-row');
    await agent.sees(row, '先写的');
    await agent.sees(row, '后写的');
    await agent.press('ArrowDown', '1');
    for (const desk of [ann, bo])
      await expect.poll(() => fieldsOf(desk, caseId), SOON_FROM_ANOTHER).toEqual({ ...merged, facts: '先写的' });
    await expect.poll(() => row.count(), SOON_FROM_ANOTHER).toBe(0);
  },
);

test('both offline, both take one callback: one has it, and the other is told', LIMIT, async ({ branch }) => {
  const [ann, bo, cy] = [
    await branch.joinedDesk('周宁'),
    await branch.joinedDesk('林珊'),
    await branch.joinedDesk('高远'),
  ];
  await cy.agent.answersCall();
  await cy.agent.beginsPromise();
  await cy.agent.press('2');
  for (const { agent } of [ann, bo]) {
    await agent.opensView('回访');
    await expect.poll(() => agent.page.getByTestId('callback-row').count(), SOON_FROM_ANOTHER).toBe(1);
  }
  for (const desk of [ann, bo]) await desk.pullOut();
  for (const { agent } of [ann, bo]) {
    await agent.press('ArrowDown', 't');
    await agent.sees(agent.page.getByTestId('toast'), '如果同事更早接手');
    await agent.page.locator('[data-testid=callback-row][data-mine=true]').waitFor();
  }
  await ann.plugIn();
  await ann.syncIs('current');
  await bo.plugIn();
  await bo.agent.page.locator('[data-testid=callback-row][data-mine=false]').waitFor();
  await bo.agent.sees(bo.agent.page.getByTestId('callback-row'), '周宁 已接手');
  expect(await ann.agent.page.locator('[data-testid=callback-row][data-mine=true]').count()).toBe(1);
  await bo.agent.opensView('冲突');
  await bo.agent.sees(bo.agent.page.getByTestId('conflict-row'), '谁来回访');
});

test(
  'a desk that was revoked while it was away is wiped when it comes back, and says so',
  LIMIT,
  async ({ branch }) => {
    const [ann, bo] = [await branch.joinedDesk('周宁'), await branch.joinedDesk('林珊')];
    await ann.agent.answersCall();
    await bo.opensTheCase();
    await bo.pullOut();
    await branch.revoke('林珊');
    await bo.plugIn();
    const { agent } = bo;
    await agent.sees(agent.page.getByTestId('revoked'), '这台电脑已被管理员停用');
    await expect.poll(() => agent.page.getByTestId('case-row').count(), SOON_FROM_ANOTHER).toBe(0);
    expect((await bo.do('case.list', { range: 'all', before: null, limit: 1 })).items).toEqual([]);
    await onlyCase(ann);
    await ann.syncIs('current');
  },
);

test('a service restored from the backup of yesterday gets back what any desk still has', LIMIT, async ({ branch }) => {
  const [ann, bo] = [await branch.joinedDesk('周宁'), await branch.joinedDesk('林珊')];
  await ann.agent.answersCall();
  await fillsIn(ann, '事实', '昨天写的', formOf(ann.agent));
  await ann.syncIs('current');
  const yesterday = await branch.backup();
  const detail = await bo.opensTheCase();
  await fillsIn(bo, '客户诉求', '备份以后写的', detail);
  await fillsIn(ann, '感受', '也是备份以后', formOf(ann.agent));
  const caseId = await onlyCase(ann);
  const all = { facts: '昨天写的', demand: '备份以后写的', feelings: '也是备份以后' };
  for (const desk of [ann, bo]) await expect.poll(() => fieldsOf(desk, caseId), SOON_FROM_ANOTHER).toEqual(all);
  for (const desk of [ann, bo]) await desk.syncIs('current');

  await branch.restore(yesterday);
  for (const desk of [ann, bo]) await desk.plugIn();
  // It has nothing but what the service has now.
  const cy = await branch.joinedDesk('高远');
  await expect
    .poll(() => cy.do('case.list', { range: 'all', before: null, limit: 2 }), SOON_FROM_ANOTHER)
    .toMatchObject({
      items: [{ id: caseId, fields: all }],
    });
  for (const desk of [ann, bo]) expect(await fieldsOf(desk, caseId)).toEqual(all);
});

test('a service that was killed in the middle of the work goes on where it was', LIMIT, async ({ branch }) => {
  const [ann, bo] = [await branch.joinedDesk('周宁'), await branch.joinedDesk('林珊')];
  await ann.agent.answersCall();
  const form = formOf(ann.agent);
  await ann.agent.writes('事实', '正在写', form);
  await branch.service.program.stop('SIGKILL');
  await ann.agent.press('Tab');
  await fillsIn(ann, '感受', '服务不在的时候写的', form);
  await ann.syncIs('offline-pending');
  const caseId = await onlyCase(ann);

  await branch.open();
  for (const desk of [ann, bo]) await desk.plugIn();
  const all = { facts: '正在写', feelings: '服务不在的时候写的' };
  await expect
    .poll(() => bo.do('case.list', { range: 'all', before: null, limit: 2 }), SOON_FROM_ANOTHER)
    .toMatchObject({
      items: [{ id: caseId, fields: all }],
    });
  await ann.syncIs('current');
});
