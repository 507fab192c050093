import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** WCAG 2.2 AA, and what is good practice beside it. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Axe {
  run(
    context: Document,
    options: object,
  ): Promise<{
    readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly target: unknown }[] }[];
  }>;
}

/** What of the page is not accessible. Evaluated from outside, so that the page's own content policy stays as it is. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const run = await page.evaluate(
    (tags) => (globalThis as unknown as { axe: Axe }).axe.run(document, { runOnly: tags }),
    TAGS,
  );
  return run.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(' | ')}`);
}
