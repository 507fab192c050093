import { closeSync, fdatasyncSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { databasePath } from '#core/database/open.ts';
import type { Bench } from '../bench.ts';
import { benchFolder } from '../folder.ts';
import { median } from '../statistics.ts';
import { Team, zuoxi, type Cost } from './contender.ts';

const CASES = 100_000;
const ROUNDS = 7;

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
    const team = new Team(zuoxi, folder.path);
    const sample = async (way: 'image' | 'pull'): Promise<Cost & { readonly disk: number }> => {
      const desk = await team.newDesk(way);
      const cost = await team.firstSync(desk, cases);
      await desk.side.stop();
      return { ...cost, disk: bytesOf(desk.folder) };
    };
    try {
      await team.open();
      await team.service.ask('seed', { cases });
      const built = await sample('image');
      const samples: Awaited<ReturnType<typeof sample>>[] = [];
      const floor: number[] = [];
      for (let round = 0; round < (quick ? 2 : ROUNDS); round += 1) {
        const taken = await sample('image');
        samples.push(taken);
        floor.push(rawWrite(folder.path, taken.disk));
      }
      const pulled = await sample('pull');
      const of = (pick: (sample: (typeof samples)[number]) => number): number => median(samples.map(pick));
      const n = samples.length;
      const ours = of(({ ms }) => ms);
      tell({
        ...{ name: 'first-sync', ours, peer: pulled.ms, floor: median(floor), unit: 'ms', n },
        goal: { text: '≤ 500 ms', met: ours <= 500 },
        more: {
          ...{ deskCpu: of(({ cpuDesk }) => cpuDesk), serviceCpu: of(({ cpuService }) => cpuService) },
          ...{ firstOfAll: built.ms, serviceCpuToBuild: built.cpuService },
          ...{ pulledDeskCpu: pulled.cpuDesk, pulledServiceCpu: pulled.cpuService },
        },
      });
      tell({
        ...{ name: 'first-sync.bytes', ours: of(({ bytes }) => bytes), peer: pulled.bytes, floor: null, unit: 'B', n },
        ...{ goal: null, more: { onDisk: of((sample) => sample.disk) } },
      });
    } finally {
      await team.close();
      folder.remove();
    }
  },
};

/** Of the database with what lies in its log. */
function bytesOf(folder: string): number {
  const path = databasePath(folder);
  return statSync(path).size + statSync(`${path}-wal`).size;
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
