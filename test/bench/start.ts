import { execFile } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { databasePath } from '#core/database/open.ts';
import { TEST_KEY } from '#kit/desk.ts';
import { startLoopback } from '#kit/loopback-process.ts';
import { Random } from '#kit/random.ts';
import { ensureBuilt } from '../../scripts/steps/build.ts';
import { BenchDesk } from './bench-desk.ts';
import type { Bench } from './bench.ts';
import type { Figure } from './figure.ts';
import { seedCallbacks, seedCases } from './seed.ts';
import { median, percentile, shuffled } from './statistics.ts';

const LARGE = 100_000;
const SMALL = 20;
const ROUNDS = 12;
const KEY = Buffer.from(TEST_KEY).toString('hex');
const MEGABYTE = 1024 * 1024;
const run = promisify(execFile);

interface Samples {
  readonly usable: number[];
  readonly dataLayer: number[];
  readonly open: number[];
}

/** From the start of the process to a window that was told everything, on a small and on a large folder, each start cold. */
export const start: Bench = {
  name: 'start',
  about: `process start to first usable, ${String(SMALL)} and ${String(LARGE)} cases, and the share of the data layer`,
  run: async ({ disk, quick }, tell) => {
    await ensureBuilt();
    const folders = { small: seeded(disk, SMALL), large: seeded(disk, quick ? LARGE / 10 : LARGE) };
    try {
      const samples = { small: emptySamples(), large: emptySamples() };
      const floor: number[] = [];
      const random = new Random(5);
      for (let round = -1; round < (quick ? 2 : ROUNDS); round += 1) {
        for (const size of shuffled(['small', 'large', 'floor'] as const, random)) {
          if (size === 'floor') {
            const took = await emptyProcess(folders.small);
            if (round >= 0) floor.push(took);
            continue;
          }
          const usable = await firstUsable(folders[size].folder.path);
          const { open, ready } = await dataLayer(folders[size].folder.path);
          if (round < 0) continue;
          samples[size].usable.push(usable);
          samples[size].dataLayer.push(ready);
          samples[size].open.push(open);
        }
      }
      for (const size of ['small', 'large'] as const) {
        const megabytes = statSync(databasePath(folders[size].folder.path)).size / MEGABYTE;
        figures(size, samples[size], floor, megabytes).forEach(tell);
      }
    } finally {
      folders.small.folder.remove();
      folders.large.folder.remove();
    }
  },
};

function emptySamples(): Samples {
  return { usable: [], dataLayer: [], open: [] };
}

/** A folder as a desk leaves it. */
function seeded(disk: string, cases: number): BenchDesk {
  const desk = new BenchDesk(disk, 'start');
  const { contactId } = desk.openContact('call', '');
  desk.closeContact(contactId);
  seedCases(desk.database, contactId, cases, Date.now());
  seedCallbacks(desk.database, Math.min(50, cases), Date.now() + 86_400_000, 60_000, cases);
  writeFileSync(join(desk.folder.path, 'desk.key'), KEY, { mode: 0o600 });
  desk.close();
  return desk;
}

async function firstUsable(dataFolder: string): Promise<number> {
  const before = performance.now();
  const desk = await startLoopback({ dataFolder });
  const window = await desk.connect();
  const opened = await window.client.request('desk.open', { window: 'desk' });
  const took = performance.now() - before;
  if (!opened.ok) throw new Error('the desk did not open');
  window.close();
  await desk.stop();
  return took;
}

async function dataLayer(dataFolder: string): Promise<{ readonly open: number; readonly ready: number }> {
  const script = fileURLToPath(import.meta.resolve('./children/data-layer.ts'));
  const { stdout } = await run(process.execPath, [script, dataFolder]);
  return JSON.parse(stdout) as { open: number; ready: number };
}

async function emptyProcess({ folder }: BenchDesk): Promise<number> {
  const before = performance.now();
  const script = fileURLToPath(import.meta.resolve('./children/engine.mjs'));
  await run(process.execPath, [script, databasePath(folder.path), KEY]);
  return performance.now() - before;
}

function figures(size: string, samples: Samples, floors: readonly number[], megabytes: number): readonly Figure[] {
  const usable = median(samples.usable);
  const layer = median(samples.dataLayer);
  const floor = median(floors);
  const share = layer / usable;
  const n = samples.usable.length;
  const more = { megabytes, p95: percentile(samples.usable, 0.95) };
  return [
    { name: `start.${size}`, ours: usable, peer: null, floor, unit: 'ms', n, goal: null, more },
    {
      ...{ name: `start.${size}.data-layer`, ours: layer, peer: usable, floor: null, unit: 'ms', n },
      goal: { text: '≤ 5 % of start', met: share <= 0.05 },
      more: { open: median(samples.open), share },
    },
  ];
}
