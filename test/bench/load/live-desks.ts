import { join } from 'node:path';
import { value } from '#kit/desk.ts';
import { ServiceProcess } from '#kit/service/service-process.ts';
import { branchStream } from '../../../src-service/identity/devices.ts';
import { openSqlite } from '../../../src-service/storage/sqlite/store.ts';
import type { Bench } from '../bench.ts';
import type { Figure } from '../figure.ts';
import { benchFolder } from '../folder.ts';
import { seedStream } from '../sync/seed-stream.ts';
import { Crowd } from './crowd.ts';
import { measureListening } from './listening.ts';
import { branchesNamed, enrolAll, SERVICE_OPTIONS, type Member } from './members.ts';
import { BRANCH, CASES, realDesk } from './real-desk.ts';
import { measureTelling } from './telling.ts';

const DESKS = 10_000;
const EDITS = 40;
/** Longer than heartbeats take to come round. */
const IDLE_MS = 22_000;
const BRANCHES = 32;

export interface LiveSize {
  readonly desks: number;
  readonly edits: number;
  readonly idleMs: number;
}

/**
 * Desks that listen, first spread over the branches of a company, then all in one branch where a real desk works. The service is the
 * true program on its embedded database; those who listen are bare sockets in two processes.
 */
export const liveDesks: Bench = {
  name: 'live-desks',
  about: `${String(DESKS)} desks that listen: memory of each, from a commit to the last of them, what idling costs`,
  run: async ({ disk, quick, count }, tell) => {
    const share = quick ? { edits: EDITS / 4, idleMs: IDLE_MS / 10 } : { edits: EDITS, idleMs: IDLE_MS };
    await measureLiveDesks(disk, { desks: count ?? (quick ? DESKS / 20 : DESKS), ...share }, tell);
  },
};

export async function measureLiveDesks(disk: string, size: LiveSize, tell: (figure: Figure) => void): Promise<void> {
  const folder = benchFolder(disk, 'live-desks');
  const [spread, together] = await prepare(folder.path, size.desks);
  const service = new ServiceProcess({ folder: folder.path, probed: true, node: SERVICE_OPTIONS });
  const crowd = new Crowd(2);
  try {
    await measureListening(service, crowd, spread, size.idleMs, tell);
    const desk = await realDesk(service, folder.path);
    try {
      tell(await measureTelling(service, crowd, together, desk, size.edits));
    } finally {
      await desk.stop();
    }
  } finally {
    await crowd.stop();
    await service.kill();
    folder.remove();
  }
}

/** Two lots of desks: of many branches, and of the one that has cases. */
async function prepare(folder: string, desks: number): Promise<readonly [readonly Member[], readonly Member[]]> {
  const database = value(openSqlite(join(folder, 'service.sqlite')));
  await seedStream(database, branchStream(BRANCH), CASES);
  const spread = await enrolAll(database, desks, branchesNamed(BRANCHES));
  const together = await enrolAll(database, desks, [BRANCH]);
  await database.close();
  return [spread, together];
}
