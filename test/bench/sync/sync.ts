import { setTimeout } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import type { Figure } from '../figure.ts';
import { benchFolder } from '../folder.ts';
import { percentile } from '../statistics.ts';
import { pouchdb, rxdb, Team, zuoxi, type Contender, type Cost, type Desk } from './contender.ts';
import { ensurePeers } from './peers.ts';

const CASES = 100_000;
const PUSHED = 5_000;
/** After the first. */
const PUSHES = 3;
const EDITS = 300;
const WARM_UP = 30;
/** Between two edits, longer than the service gathers what is committed meanwhile: people do not type 50 edits a second. */
const PAUSE_MS = 40;

type Three = [number, number, number];
type Push = Cost & { readonly ops: number };

interface Made {
  readonly from: number;
  readonly count: number;
}

interface Measured {
  /** Of the desk that comes first, for which the service may have to prepare something, and of the next one. */
  readonly firstOfAll: Cost;
  readonly first: Cost;
  /** The first of a desk that has just come, and those that follow when it was away again. */
  readonly push: Push;
  readonly pushAgain: Push;
  readonly live: readonly number[];
}

/**
 * The same made-up cases with three systems, one after the other in one run: each has its service in one process and its desks in
 * others, on loopback, through a proxy that counts. Ours authenticates, validates, merges field by field and waits for the disk on
 * both sides; PouchDB stores in LevelDB; RxDB (its free storage) keeps the desk in memory.
 */
export const sync: Bench = {
  name: 'sync',
  about:
    'first sync of 100,000 cases, push and live edits beside PouchDB and RxDB; bytes on the wire, processor time of both sides',
  run: async ({ disk, quick }, tell) => {
    ensurePeers();
    const sizes = quick
      ? { cases: CASES / 10, pushed: PUSHED / 10, edits: EDITS / 10 }
      : { cases: CASES, pushed: PUSHED, edits: EDITS };
    const measured = new Map<Contender, Measured>();
    for (const contender of [zuoxi, pouchdb, rxdb]) measured.set(contender, await measure(contender, disk, sizes));
    const [ours, pouch, rx] = [zuoxi, pouchdb, rxdb].map((contender) => measured.get(contender)) as [
      Measured,
      Measured,
      Measured,
    ];
    figures(ours, pouch, rx, sizes.pushed).forEach(tell);
  },
};

interface Sizes {
  readonly cases: number;
  readonly pushed: number;
  readonly edits: number;
}

async function measure(contender: Contender, disk: string, { cases, pushed, edits }: Sizes): Promise<Measured> {
  const folder = benchFolder(disk, `sync-${contender.name}`);
  const team = new Team(contender, folder.path);
  try {
    await team.open();
    await team.service.ask('seed', { cases });
    const [writer, reader] = [await team.newDesk(), await team.newDesk()];
    const firstOfAll = await team.firstSync(writer, cases);
    const first = await team.firstSync(reader, cases);
    // The desks of the others do not listen yet, and ours would take in what is pushed on the same two cores.
    reader.line.pull(true);
    const made = (n: number): Made => ({ from: cases + n * pushed, count: pushed });
    const firstPush = await push(team, writer, made(0));
    const again: Push[] = [];
    for (let n = 1; n <= PUSHES; n += 1) again.push(await push(team, writer, made(n)));
    reader.line.pull(false);
    const live = await editLive(writer, reader, edits);
    return { firstOfAll, first, push: firstPush, pushAgain: median(again), live };
  } finally {
    await team.close();
    folder.remove();
  }
}

/** Made without a link; measured from when the link is back. */
async function push(team: Team, desk: Desk, made: Made): Promise<Push> {
  desk.line.pull(true);
  const ops = await desk.side.ask<number>('make', made);
  desk.line.pull(false);
  return { ...(await team.cost(desk, () => desk.side.ask('push'))), ops };
}

function median(pushes: readonly Push[]): Push {
  const [middle] = pushes.toSorted((a, b) => a.ms - b.ms).slice(pushes.length >> 1);
  if (middle === undefined) throw new Error('nothing was pushed');
  return middle;
}

/** From the edit at one desk to the other desk that can show it, both ways to the processes included. */
async function editLive(writer: Desk, reader: Desk, edits: number): Promise<readonly number[]> {
  await writer.side.ask('live');
  await reader.side.ask('live');
  const took: number[] = [];
  for (let n = -WARM_UP; n < edits; n += 1) {
    const wish = { n: Math.abs(n) % 50, text: `第 ${String(n)} 次补充` };
    const from = performance.now();
    const seen = reader.side.ask('sees', wish);
    await writer.side.ask('edit', wish);
    await seen;
    if (n >= 0) took.push(performance.now() - from);
    await setTimeout(PAUSE_MS);
  }
  return took;
}

function figures(ours: Measured, pouch: Measured, rx: Measured, pushed: number): readonly Figure[] {
  const costs = (name: string, { ms, bytes, cpuService, cpuDesk }: Cost): Record<string, number> => ({
    [`${name}Ms`]: ms,
    [`${name}Bytes`]: bytes,
    [`${name}CpuService`]: cpuService,
    [`${name}CpuDesk`]: cpuDesk,
  });
  const all = (of: (measured: Measured) => Cost): Record<string, number> => ({
    ...costs('ours', of(ours)),
    ...costs('pouchdb', of(pouch)),
    ...costs('rxdb', of(rx)),
  });
  const push = (name: string, n: number, of: (measured: Measured) => Push): Figure => {
    const [mine, theirs, rxdb] = [ours, pouch, rx].map((measured) => (pushed / of(measured).ms) * 1_000) as Three;
    const opsPerSecond = (of(ours).ops / of(ours).ms) * 1_000;
    const opsPerCpuSecond = (of(ours).ops / of(ours).cpuService) * 1_000;
    return {
      ...{ name, ours: mine, peer: theirs, floor: null, unit: 'cases/s', n },
      goal: {
        text: '≥ 10 × PouchDB, ≥ 2.5 × RxDB, ≥ 20,000 ops/s',
        met: mine >= Math.max(10 * theirs, 2.5 * rxdb) && opsPerSecond >= 20_000,
      },
      more: { ...all(of), rxdb, opsPerSecond, opsPerCpuSecond },
    };
  };
  const live = (p: number, ...goal: [Figure['goal']]): Figure => ({
    ...{ name: `sync.live.p${String(p * 100)}`, ours: percentile(ours.live, p), peer: percentile(pouch.live, p) },
    ...{ floor: null, unit: 'ms', n: ours.live.length, goal: goal[0], more: { rxdb: percentile(rx.live, p) } },
  });
  return [
    {
      ...{ name: 'sync.first', ours: ours.first.ms, peer: pouch.first.ms, floor: null, unit: 'ms', n: 1 },
      goal: { text: '≤ 500 ms, ≤ 1/40 of PouchDB', met: ours.first.ms <= Math.min(500, pouch.first.ms / 40) },
      more: { ...all(({ first }) => first), ...costs('oursFirstOfAll', ours.firstOfAll) },
    },
    push('sync.push', 1, (measured) => measured.push),
    push('sync.push.again', PUSHES, ({ pushAgain }) => pushAgain),
    live(0.5, {
      text: '≤ 1/10 of PouchDB',
      met: percentile(ours.live, 0.5) <= percentile(pouch.live, 0.5) / 10,
    }),
    live(0.99, { text: '≤ 8 ms', met: percentile(ours.live, 0.99) <= 8 }),
  ];
}
