import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import open from 'open';
import { lockFolder } from '#core/folder-lock.ts';
import { openBrowser } from '../../src-main/loopback/open-browser.ts';
import { Demo } from '../demo/demo.ts';
import { terminalLocale, wordsIn } from '../demo/words.ts';
import { Problem } from '../door/problem.mjs';
import { ensureBuilt } from '../steps/build.ts';

const words = wordsIn(terminalLocale);
const options = readOptions();
if (options.help) console.log(words('help'));
else process.exitCode = await run();

/** Whoever reads an address may ask to stop at once: this listens before anything is told. */
async function run(): Promise<number> {
  const asked = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // Asked a second time: at once.
      if (asked.signal.aborted) process.exit(1);
      asked.abort();
    });
  }
  await ensureBuilt();
  const folder = options.data === undefined ? mkdtempSync(join(tmpdir(), 'zuoxi-demo-')) : resolve(options.data);
  const lock = lockFolder(folder);
  if (!lock.ok) {
    console.error(words('runs-already', { folder }));
    return 1;
  }
  try {
    console.log(words('starting'));
    const demo = await Demo.start(folder);
    console.log(words('ready', demo.facts));
    return await serve(demo, asked.signal);
  } catch (error) {
    console.error(explain(error));
    return 1;
  } finally {
    lock.value.release();
    // Windows lets go of the files of a process a moment after the process.
    if (options.data === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

async function serve(demo: Demo, asked: AbortSignal): Promise<number> {
  if (options.open && !asked.aborted) await openAll(demo);
  const stop = new Promise<null>((yes) => {
    if (asked.aborted) yes(null);
    asked.addEventListener('abort', () => yes(null));
  });
  const ended = await Promise.race([stop, demo.ended]);
  console.log(ended === null ? words('stopping') : words('ended', { what: ended.what, output: ended.output }));
  await demo.stop();
  console.log(words('stopped'));
  return ended === null ? 0 : 1;
}

async function openAll(demo: Demo): Promise<void> {
  for (const address of demo.desks) await openBrowser(address);
  // The page comes last, and so in front.
  await open(demo.facts.page ?? '').catch(() => undefined);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return words('failed', { reason: String(error) });
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error)
    return words('port-taken', { port: String(error.port) });
  return words('failed', { reason: error.message });
}

function readOptions() {
  try {
    const { values } = parseArgs({
      args: process.argv.slice(2),
      allowNegative: true,
      options: {
        open: { type: 'boolean', default: true },
        data: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
  } catch (error) {
    const named = /'([^']*)'/u.exec(error instanceof Error ? error.message : '')?.[1];
    throw new Problem(words('option-unknown', { value: named ?? '' }));
  }
}
