import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { value } from '#kit/desk.ts';
import { startPostgres } from '#kit/service/postgres.ts';
import { ServiceProcess } from '#kit/service/service-process.ts';
import type { Database } from '../../../src-service/storage/database.ts';
import { openPostgres } from '../../../src-service/storage/postgres/store.ts';
import { openSqlite } from '../../../src-service/storage/sqlite/store.ts';
import type { Figure } from '../figure.ts';
import { benchFolder } from '../folder.ts';
import { percentile } from '../statistics.ts';
import { Side } from '../sync/side.ts';
import { branchesNamed, enrolAll, SERVICE_OPTIONS, type Member } from './members.ts';

const BRANCHES = 32;
const DESKS_OF_A_BRANCH = 2;
const WARM_UP_MS = 2_000;
const GOAL = 3_000;

interface Rate {
  readonly perSecond: number;
  readonly took: readonly number[];
  /** Milliseconds of the processor that one push costs the service. */
  readonly serviceCpu: number;
}

/**
 * Desks of 32 branches that send one edit after the other, each an exchange of its own: authentication, merge, commit and what the other
 * desk of the branch did are in it. On PostgreSQL, and beside it on the embedded database.
 */
export async function measurePushes(disk: string, forMs: number, tell: (figure: Figure) => void): Promise<void> {
  const folder = benchFolder(disk, 'pushes');
  const postgres = await startPostgres();
  try {
    const url = await postgres.newDatabase();
    const server = value(await openPostgres(url, 2));
    const ours = await rate(server, { folder: own(folder.path, 'postgres'), databaseUrl: url }, forMs);
    const beside = own(folder.path, 'sqlite');
    const embedded = value(openSqlite(join(beside, 'service.sqlite')));
    const peer = await rate(embedded, { folder: beside }, forMs);
    tell({
      ...{ name: 'storm.pushes.postgres', ours: ours.perSecond, peer: peer.perSecond, floor: null, unit: 'pushes/s' },
      ...{ n: ours.took.length, goal: { text: `≥ ${String(GOAL)} pushes/s`, met: ours.perSecond >= GOAL } },
      more: {
        ...{ p50: percentile(ours.took, 0.5), p99: percentile(ours.took, 0.99), serviceCpu: ours.serviceCpu },
        ...{ sqliteP50: percentile(peer.took, 0.5), sqliteP99: percentile(peer.took, 0.99) },
        sqliteServiceCpu: peer.serviceCpu,
      },
    });
  } finally {
    await postgres.stop();
    folder.remove();
  }
}

async function rate(
  database: Database,
  at: { readonly folder: string; readonly databaseUrl?: string },
  forMs: number,
): Promise<Rate> {
  const members = await enrolAll(database, BRANCHES * DESKS_OF_A_BRANCH, branchesNamed(BRANCHES));
  await database.close();
  // Nobody types so fast: what one desk may ask in a minute is not what is measured.
  const service = new ServiceProcess({ ...at, probed: true, node: SERVICE_OPTIONS });
  const crowd = new Side(join(import.meta.dirname, 'push-crowd.ts'));
  try {
    await crowd.ask('open', { address: await service.address(), members } satisfies {
      members: readonly Member[];
      address: string;
    });
    await crowd.ask('type', { forMs: Math.min(forMs, WARM_UP_MS) });
    const before = await service.reading();
    const from = performance.now();
    const took = await crowd.ask<readonly number[]>('type', { forMs });
    const seconds = (performance.now() - from) / 1_000;
    const after = await service.reading();
    return { perSecond: took.length / seconds, took, serviceCpu: (after.cpu - before.cpu) / took.length };
  } finally {
    await crowd.stop();
    await service.kill();
  }
}

function own(folder: string, name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}
