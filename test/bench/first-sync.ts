import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fdatasyncSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { databasePath } from '#core/database/open.ts';
import { value } from '#kit/desk.ts';
import { ensureEpoch } from '../../src-service/epochs.ts';
import { systemRandomness as random } from '../../src-service/randomness.ts';
import { openSqlite } from '../../src-service/storage/sqlite/store.ts';
import type { Bench } from './bench.ts';
import { benchFolder } from './folder.ts';
import { seedStream } from './seed-stream.ts';
import { median } from './statistics.ts';

const CASES = 100_000;
const ROUNDS = 7;
const run = promisify(execFile);
const DESK = fileURLToPath(import.meta.resolve('./children/first-sync.ts'));
const SERVICE = fileURLToPath(import.meta.resolve('./children/sync-service.ts'));

interface Sample {
  readonly ms: number;
  readonly cpu: number;
  /** Both ways, heads of HTTP included. */
  readonly bytes: number;
  readonly rows: number;
  readonly serviceCpu: number;
  readonly disk: number;
}

/**
 * A new desk joins a service that has 100,000 cases with their customers, over HTTP on loopback: from the code that was typed to the
 * last row on the encrypted disk, enrolment included. The floor is the database of that desk written to a file and forced to the
 * disk. Beside it the same by pulling, entry by entry.
 */
export const firstSync: Bench = {
  name: 'first-sync',
  about: `a new desk takes in ${String(CASES)} cases with their customers: from an image, and by pulling`,
  run: async ({ disk, quick }, tell) => {
    const cases = quick ? CASES / 10 : CASES;
    const folder = benchFolder(disk, 'first-sync');
    await seeded(folder.path, cases);
    const service = await ServiceChild.start(folder.path);
    try {
      const desk = (way: 'image' | 'pull'): Promise<Sample> => sample(service, disk, way, 2 * cases);
      const built = await desk('image');
      const samples: Sample[] = [];
      const floor: number[] = [];
      for (let round = 0; round < (quick ? 2 : ROUNDS); round += 1) {
        samples.push(await desk('image'));
        floor.push(rawWrite(folder.path, samples.at(-1)?.disk ?? 0));
      }
      const pulled = await desk('pull');
      const of = (pick: (sample: Sample) => number): number => median(samples.map(pick));
      const n = samples.length;
      const ours = of(({ ms }) => ms);
      tell({
        ...{ name: 'first-sync', ours, peer: null, floor: median(floor), unit: 'ms', n },
        goal: { text: '≤ 500 ms', met: ours <= 500 },
        more: {
          ...{ rows: of(({ rows }) => rows), deskCpu: of(({ cpu }) => cpu), serviceCpu: of((each) => each.serviceCpu) },
          ...{ firstOfAll: built.ms, serviceCpuToBuild: built.serviceCpu },
          ...{ pulled: pulled.ms, pulledDeskCpu: pulled.cpu, pulledServiceCpu: pulled.serviceCpu },
        },
      });
      const more = { perRow: of(({ bytes, rows }) => bytes / rows), onDisk: of((each) => each.disk) };
      tell({
        ...{ name: 'first-sync.bytes', ours: of(({ bytes }) => bytes), peer: pulled.bytes, floor: null, unit: 'B', n },
        ...{ goal: null, more },
      });
    } finally {
      await service.stop();
      folder.remove();
    }
  },
};

async function seeded(folder: string, cases: number): Promise<void> {
  const database = value(openSqlite(join(folder, 'service.sqlite')));
  await ensureEpoch({ database, random, now: () => Date.now() });
  await seedStream(database, 'branch:hz', cases);
  await database.close();
}

async function sample(service: ServiceChild, disk: string, way: 'image' | 'pull', rows: number): Promise<Sample> {
  const folder = benchFolder(disk, 'new-desk');
  try {
    const { address, code, cpu } = await service.ask();
    const asked = [DESK, folder.path, address, code, way, String(rows)];
    const { stdout } = await run(process.execPath, asked);
    const told = JSON.parse(stdout) as Pick<Sample, 'ms' | 'cpu' | 'bytes' | 'rows'>;
    const after = await service.ask();
    return { ...told, serviceCpu: after.cpu - cpu, disk: statSync(databasePath(folder.path)).size };
  } finally {
    folder.remove();
  }
}

function rawWrite(folder: string, bytes: number): number {
  const page = Buffer.alloc(4_096, 0xa5);
  const before = performance.now();
  const file = openSync(join(folder, 'raw'), 'w');
  for (let at = 0; at < bytes; at += page.length) writeSync(file, page);
  fdatasyncSync(file);
  closeSync(file);
  return performance.now() - before;
}

interface Told {
  readonly address: string;
  readonly code: string;
  readonly cpu: number;
}

/** `children/sync-service.ts` */
class ServiceChild {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: Interface;

  private constructor(folder: string) {
    this.#process = spawn(process.execPath, [SERVICE, folder]);
    this.#process.stderr.pipe(process.stderr);
    this.#lines = createInterface({ input: this.#process.stdout });
  }

  static async start(folder: string): Promise<ServiceChild> {
    const service = new ServiceChild(folder);
    await once(service.#lines, 'line');
    return service;
  }

  async ask(): Promise<Told> {
    const line = once(this.#lines, 'line');
    this.#process.stdin.write('\n');
    return JSON.parse(String((await line)[0])) as Told;
  }

  async stop(): Promise<void> {
    const over = once(this.#process, 'exit');
    this.#process.stdin.end();
    await over;
  }
}
