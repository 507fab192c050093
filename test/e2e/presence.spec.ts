import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { BranchDesk } from './kit/branch-desk.ts';
import { test } from './kit/branch-test.ts';
import { LIMIT, SOON_FROM_ANOTHER } from './kit/patience.ts';
import { violations } from './kit/violations.ts';

async function reads({ agent }: BranchDesk, words: string): Promise<void> {
  await expect.poll(() => agent.page.getByTestId('also-here').innerText(), SOON_FROM_ANOTHER).toBe(words);
}

/** Where what surrounds the words stands. */
const layoutOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.pane > *, .pane > .head > :not([data-testid=also-here]), .detail > .body')].map(
      (element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [element.className, x, y, width, height].join(' ');
      },
    ),
  );

test(
  'two desks on one case each say who else is there, politely and without moving anything, and stop when one leaves',
  LIMIT,
  async ({ branch }) => {
    const [ann, bo] = [await branch.joinedDesk('周宁'), await branch.joinedDesk('王芳')];
    await ann.agent.answersCall();
    const live = ann.agent.page.getByTestId('also-here');
    expect(await live.getAttribute('aria-live'), 'it is there before it has something to say').toBe('polite');
    await reads(ann, '');
    const before = await layoutOf(ann.agent.page);
    expect(before.length).toBeGreaterThan(4);
    const detail = await bo.opensTheCase();
    await detail.getByTestId('save-state').waitFor({ state: 'attached' });
    const alone = await layoutOf(bo.agent.page);
    await reads(ann, '王芳 也在处理这个工单');
    await reads(bo, '周宁 也在处理这个工单');
    expect(await layoutOf(ann.agent.page)).toEqual(before);
    expect(await layoutOf(bo.agent.page)).toEqual(alone);
    for (const { agent } of [ann, bo]) expect(await violations(agent.page)).toEqual([]);

    await bo.agent.press('Escape');
    await detail.waitFor({ state: 'detached' });
    await reads(ann, '');
  },
);

test(
  'without a link nothing is claimed; with it, it is there again; a third is named too, in English as well',
  LIMIT,
  async ({ branch }) => {
    const [ann, bo] = [await branch.joinedDesk('周宁'), await branch.joinedDesk('王芳')];
    await ann.agent.answersCall();
    await bo.opensTheCase();
    await reads(ann, '王芳 也在处理这个工单');

    await ann.pullOut();
    await reads(ann, '');
    // Nobody says that she has left: the service notices.
    await reads(bo, '');
    await ann.plugIn();
    await reads(ann, '王芳 也在处理这个工单');
    await reads(bo, '周宁 也在处理这个工单');

    const cy = await branch.joinedDesk('李雷');
    await cy.opensTheCase();
    await reads(ann, '王芳、李雷 也在处理这个工单');
    // In the order in which they came: the one whose link was lost came again.
    await reads(cy, '王芳、周宁 也在处理这个工单');
    await cy.do('settings.change', { locale: 'en' });
    await reads(cy, '王芳, 周宁 also on this case');
    // The page is closed: that says it too.
    await cy.agent.page.close();
    await reads(ann, '王芳 也在处理这个工单');
  },
);
