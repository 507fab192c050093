import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { openChromium } from '../e2e/kit/chromium.ts';
import { PICTURES, type Picture } from './pictures.ts';
import { withPalette } from './png.ts';
import type { Scene } from './scene.ts';
import { SCENES } from './scenes.ts';
import { sideBySide } from './side-by-side.ts';
import { LARGE, LOCALES, PANEL, shoot, SMALL, Studio, THEMES } from './studio.ts';

const DOCS = join(import.meta.dirname, '..', '..', 'docs', 'pictures');

const HELP = `npm run screenshots [-- SCENE …] [--all DIR] [--list]
  SCENE      only these scenes; all without a name
  --all DIR  every scene in both sizes, all themes and both languages, into DIR instead of docs/pictures
  --list     the scenes`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      all: { type: 'string' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help || values.list) {
    console.log(values.help ? HELP : SCENES.map(({ name }) => name).join('\n'));
    return 0;
  }
  const unknown = positionals.filter((wanted) => !SCENES.some(({ name }) => name === wanted));
  if (unknown.length > 0) {
    console.log(`Not a scene: ${unknown.join(', ')}. --list tells what there is.`);
    return 2;
  }
  const folder = values.all === undefined ? DOCS : resolve(values.all);
  mkdirSync(folder, { recursive: true });
  const browser = await openChromium();
  let failed = 0;
  try {
    for (const scene of SCENES) {
      if (positionals.length > 0 && !positionals.includes(scene.name)) continue;
      const pictures = PICTURES.filter((picture) => picture.scene === scene.name);
      if (values.all === undefined && pictures.length === 0) continue;
      const drawn = await onStage(browser, scene, folder, (studio, page) =>
        values.all === undefined ? draw(browser, studio, page, pictures) : drawAll(studio, page, scene, folder),
      );
      if (!drawn) failed += 1;
    }
  } finally {
    await browser.close();
  }
  return failed === 0 ? 0 : 1;
}

/** A scene that cannot be reached does not keep the others from being drawn; a picture shows how far it came. */
async function onStage(
  browser: Browser,
  scene: Scene,
  folder: string,
  run: (studio: Studio, page: Page) => Promise<void>,
): Promise<boolean> {
  const studio = await Studio.open(browser);
  try {
    await run(studio, (await scene.arrange(studio)) ?? studio.page);
    console.log(scene.name);
    return true;
  } catch (error) {
    console.error(`${scene.name} could not be drawn: ${error instanceof Error ? error.message : String(error)}`);
    if (folder !== DOCS) writeFileSync(join(folder, `FAILED-${scene.name}.png`), await studio.page.screenshot());
    return false;
  } finally {
    await studio.close();
  }
}

async function draw(browser: Browser, studio: Studio, page: Page, pictures: readonly Picture[]): Promise<void> {
  for (const { file, themes } of pictures) {
    const shots: Buffer[] = [];
    for (const theme of themes) {
      await studio.look(theme, 'zh-CN');
      shots.push(await shoot(page));
    }
    const picture = shots.length === 1 ? shots[0]! : await sideBySide(browser, shots, PANEL);
    writeFileSync(join(DOCS, `${file}.png`), withPalette(picture));
  }
}

async function drawAll(studio: Studio, page: Page, scene: Scene, folder: string): Promise<void> {
  const sizes = scene.ownSize === true ? [PANEL] : [SMALL, LARGE];
  for (const locale of scene.chineseOnly === true ? (['zh-CN'] as const) : LOCALES) {
    for (const theme of THEMES) {
      await studio.look(theme, locale);
      for (const size of sizes) {
        await page.setViewportSize(size);
        writeFileSync(join(folder, `${scene.name}-${size.width}-${theme}-${locale}.png`), await shoot(page));
      }
    }
  }
}

// Dates on the desk are those of the customers' zone, wherever the pictures are drawn.
process.env.TZ = 'Asia/Shanghai';
process.exitCode = await main();
