import { join } from 'node:path';
import { value } from '#kit/desk.ts';
import { ServiceProcess } from '#kit/service/service-process.ts';
import { branchStream } from '../../../src-service/identity/devices.ts';
import { openSqlite } from '../../../src-service/storage/sqlite/store.ts';
import type { Bench } from '../bench.ts';
import type { Figure } from '../figure.ts';
import { benchFolder } from '../folder.ts';
import { percentile } from '../statistics.ts';
import { seedStream } from '../sync/seed-stream.ts';
import { branchesNamed, enrolAll, SERVICE_OPTIONS, type Member } from './members.ts';
import { Bystanders } from './bystanders.ts';
import { measurePushes } from './push-rate.ts';
import { BRANCH, CASES } from './real-desk.ts';
import { lostIn } from './records-after.ts';
import { StormCrowd } from './storm-parts.ts';
import { Watch } from './watch.ts';
import { OPS_OF_A_CONTACT } from './workday.ts';

const DESKS = 1_000;
/** 300 ops of each. */
const CONTACTS = 20;
const OF_A_BRANCH = 10;
const CALM_EDITS = 100;
const PUSHING_MS = 15_000;
/** 3 million ops in 3 minutes. */
const GOAL = 3_000_000 / 180;
const MB = 1_024 * 1_024;

export interface StormSize {
  readonly desks: number;
  readonly contacts: number;
  readonly calmEdits: number;
  /** One of so many desks follows to the letter what it is told. */
  readonly exactly: number;
}

/**
 * Desks that were without the service come back at the same moment, each with a day's work: they get tokens, push, pull what the others
 * of their branch did, and listen. Two real desks of another branch work on meanwhile.
 */
export const storm: Bench = {
  name: 'storm',
  about: `${String(DESKS)} desks come back at once with ${String(CONTACTS * OPS_OF_A_CONTACT)} ops each; pushes per second on PostgreSQL`,
  run: async ({ disk, quick, count }, tell) => {
    const desks = count ?? (quick ? DESKS / 10 : DESKS);
    const size = { desks, contacts: CONTACTS, calmEdits: quick ? CALM_EDITS / 5 : CALM_EDITS, exactly: 50 };
    await measureStorm(disk, size, tell);
    await measurePushes(disk, quick ? PUSHING_MS / 10 : PUSHING_MS, tell);
  },
};

export async function measureStorm(disk: string, size: StormSize, tell: (figure: Figure) => void): Promise<void> {
  const folder = benchFolder(disk, 'storm');
  const members = await prepare(folder.path, size.desks);
  const ops = size.desks * size.contacts * OPS_OF_A_CONTACT;
  // All desks are at one address here; what one desk may ask stays as it is by default.
  const service = new ServiceProcess({
    folder: folder.path,
    probed: true,
    node: SERVICE_OPTIONS,
    settings: { ZUOXI_REQUESTS_PER_MINUTE: '1200' },
  });
  const crowd = new StormCrowd(2);
  const bystanders = await Bystanders.join(service, folder.path);
  try {
    await crowd.open(await service.address(), members, size);
    const calm = await bystanders.edits(size.calmEdits);
    const watch = await Watch.begin(service);
    const meanwhile = bystanders.untilStopped();
    const { pushed, drained } = await crowd.storm();
    const live = await meanwhile.stop();
    const used = await watch.end();
    const tally = await crowd.leave();
    await bystanders.leave();
    await service.stop();
    const lost = lostIn(join(folder.path, 'service.sqlite'), members, size.contacts);

    const perSecond = (ops / drained) * 1_000;
    const alone = { peer: null, floor: null };
    tell({
      ...{ name: 'storm.drained', ours: perSecond, unit: 'ops/s', n: ops, ...alone },
      goal: { text: '≥ 16,667 ops/s, none lost', met: perSecond >= GOAL && lost === 0 },
      more: {
        ...{ desks: size.desks, seconds: drained / 1_000, pushedAfter: pushed / 1_000, lost },
        ...{ exchanges: tally.exchanges, pulled: tally.entries, told: tally.told, compared: tally.compared },
        ...{ serviceCpu: used.cpu / 1_000, crowdCpu: tally.cpu / 1_000, refused: JSON.stringify(tally.refused) },
      },
    });
    tell({
      ...{ name: 'storm.memory', ours: (used.peak - used.before) / MB, unit: 'MB', n: used.readings, ...alone },
      goal: null,
      more: { before: used.before / MB, peak: used.peak / MB, longestTurn: used.longestTurn },
    });
    tell({
      ...{
        name: 'storm.live.p99',
        ours: percentile(live, 0.99),
        peer: null,
        floor: percentile(calm, 0.99),
        unit: 'ms',
      },
      ...{ n: live.length, goal: null },
      more: { p50: percentile(live, 0.5), calmP50: percentile(calm, 0.5), slowest: Math.max(...live) },
    });
  } finally {
    await crowd.stop();
    await bystanders.leave();
    await service.kill();
    folder.remove();
  }
}

async function prepare(folder: string, desks: number): Promise<readonly Member[]> {
  const database = value(openSqlite(join(folder, 'service.sqlite')));
  await seedStream(database, branchStream(BRANCH), CASES);
  const members = await enrolAll(database, desks, branchesNamed(Math.ceil(desks / OF_A_BRANCH)));
  await database.close();
  return members;
}
