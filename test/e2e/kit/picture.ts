import { join } from 'node:path';
import type { Page } from 'playwright-core';

const PICTURES = join(import.meta.dirname, '..', '..', '..', 'test-results');

/** What the agent saw when it went wrong. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const file = name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 120);
  await page.screenshot({ path: join(PICTURES, `${file}.png`) }).catch(() => undefined);
}
