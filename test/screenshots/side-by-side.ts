import type { Browser } from 'playwright-core';

const GAP = 28;
const AROUND = 36;

/** Small windows next to each other, as they would lie over another program. */
export async function sideBySide(
  browser: Browser,
  pictures: readonly Buffer[],
  size: { readonly width: number; readonly height: number },
): Promise<Buffer> {
  const page = await browser.newPage({
    viewport: {
      width: pictures.length * size.width + (pictures.length - 1) * GAP + 2 * AROUND,
      height: size.height + 2 * AROUND,
    },
  });
  const images = pictures.map((png) => `<img src="data:image/png;base64,${png.toString('base64')}" alt="">`);
  await page.setContent(`<style>
    body { margin: 0; padding: ${AROUND}px; display: flex; gap: ${GAP}px; background: #b9c4d3; }
    img { width: ${size.width}px; border-radius: 12px; box-shadow: 0 10px 28px #1b2a4155; }
  </style>${images.join('')}`);
  await page.locator('img').last().waitFor();
  const picture = await page.screenshot();
  await page.close();
  return picture;
}
