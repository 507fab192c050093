import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Branch, SOON, type BranchDesk } from './kit/branch.ts';

/** Two or three desks, each with a browser, and a service: on a busy machine the start alone takes long. */
const LIMIT = { timeout: 240_000 };

let branch: Branch;

beforeEach(async () => {
  branch = new Branch();
  await branch.open();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await branch.pictures(task.name);
  await branch.close();
});

async function answersCall({ agent }: BranchDesk): Promise<void> {
  await agent.press('r');
  await agent.bandIs('ringing');
  await agent.press('r');
  await agent.sees(agent.page.getByTestId('agent-state'), '通话中');
}

/** The only case, opened in the list of cases by keyboard. */
async function opensTheCase({ agent }: BranchDesk): Promise<void> {
  await agent.opensView('工单');
  const row = agent.page.getByTestId('case-row');
  await expect.poll(() => row.count(), SOON).toBe(1);
  await row.focus();
  await agent.press('Enter');
  await agent.page.getByTestId('case-detail').waitFor();
}

async function reads({ agent }: BranchDesk, words: string): Promise<void> {
  await expect.poll(() => agent.page.getByTestId('also-here').innerText(), SOON).toBe(words);
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

interface AxeRun {
  readonly violations: readonly { readonly id: string }[];
}

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const run = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(context: Document): Promise<AxeRun> } }).axe.run(document),
  );
  return run.violations.map(({ id }) => id);
}

test(
  'two desks on one case each say who else is there, politely and without moving anything, and stop when one leaves',
  LIMIT,
  async () => {
    const [ann, bo] = [await branch.joinedDesk('周宁'), await branch.joinedDesk('王芳')];
    await answersCall(ann);
    const live = ann.agent.page.getByTestId('also-here');
    expect(await live.getAttribute('aria-live'), 'it is there before it has something to say').toBe('polite');
    await reads(ann, '');
    const before = await layoutOf(ann.agent.page);
    expect(before.length).toBeGreaterThan(4);
    await opensTheCase(bo);
    const detail = bo.agent.page.getByTestId('case-detail');
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
  async () => {
    const [ann, bo] = [await branch.joinedDesk('周宁'), await branch.joinedDesk('王芳')];
    await answersCall(ann);
    await opensTheCase(bo);
    await reads(ann, '王芳 也在处理这个工单');

    await ann.pullOut();
    await reads(ann, '');
    // Nobody says that she has left: the service notices.
    await reads(bo, '');
    await ann.plugIn();
    await reads(ann, '王芳 也在处理这个工单');
    await reads(bo, '周宁 也在处理这个工单');

    const cy = await branch.joinedDesk('李雷');
    await opensTheCase(cy);
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
