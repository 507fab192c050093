import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseId } from '#shared/base/ids.ts';
import { RESOURCES, temporaryFolder, zhPack } from '#kit/desk.ts';
import { FAULTS, type Fault } from '#kit/fault-link.ts';
import { FaultProxy } from '#kit/fault-proxy.ts';
import { Random } from '#kit/random.ts';
import type { PostgresServer } from '#kit/service/postgres.ts';
import type { DeskOptions } from './desk-child.ts';
import { killConnections } from './connections.ts';
import { House } from './house.ts';
import { momentOf, MOMENTS, type Moment } from './moments.ts';
import { reckoning, until } from './reckoning.ts';
import { Seat } from './seat.ts';

export interface ChapterOptions {
  readonly blows: number;
  readonly seed: number;
  /** How much of the requests the network spoils, from 0 to 1. */
  readonly spoilt: number;
  readonly postgres?: PostgresServer | null;
  /** Blows of one kind, once all desks have joined. */
  readonly only?: Moment;
  readonly planted?: { readonly desk?: DeskOptions['planted']; readonly service?: string };
}

export interface ChapterReport {
  readonly moments: ReadonlyMap<Moment, number>;
  readonly spoilt: ReadonlyMap<Fault, number>;
  readonly acknowledged: number;
  readonly rows: number;
  readonly faults: readonly string[];
}

/** A desk waits this much less than it says; half-open connections are given up in two seconds instead of thirty. */
const HURRY = 15;

/**
 * From new desks and a new service: two agents work on the same cases while desks and services are killed, frozen and cut off;
 * then all comes to rest, everything is killed once more, and what lies on the disks is compared.
 */
export async function chapter(options: ChapterOptions): Promise<ChapterReport> {
  const { seed, spoilt, postgres = null, planted = {} } = options;
  const random = new Random(seed);
  const house = await House.open({ postgres, planted: planted.service });
  const shelf = temporaryFolder('shelf');
  const packFile = join(shelf.path, 'pack.json');
  writeFileSync(packFile, JSON.stringify(zhPack()));
  const cases = new Set<CaseId>();
  const seats: Seat[] = [];
  for (const [at, name] of ['周宁', '林珊'].entries()) {
    const proxy = await FaultProxy.open(random);
    proxy.target = () => house.port(random);
    proxy.choose = () => (random.chance(spoilt) ? random.pick(FAULTS) : null);
    const desk = { packFile, resources: RESOURCES, hurry: HURRY, planted: planted.desk ?? null };
    seats.push(new Seat({ name, seed: seed * 2 + at, proxy, cases, desk, code: () => house.code(random) }));
  }
  try {
    const work = Promise.all(seats.map((seat) => seat.work()));
    // Looked at when the blows are over; one who fails before that must not end the run unheard.
    work.catch(() => undefined);
    const moments = await strike(options, house, seats, random);
    for (const { proxy } of seats) {
      proxy.choose = () => null;
      proxy.cut();
    }
    await house.ready();
    await until(seats, () => seats.every(({ enrolled }) => enrolled));
    for (const seat of seats) seat.rest();
    await work;
    const found = await reckoning(house, seats);
    const done = seats.flatMap(({ proxy }) => [...proxy.done]);
    return {
      moments,
      ...found,
      spoilt: new Map(
        FAULTS.map((fault) => [fault, done.filter(([of]) => of === fault).reduce((sum, [, n]) => sum + n, 0)]),
      ),
      acknowledged: seats.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
      faults: [...found.faults, ...house.faults, ...seats.flatMap(({ faults }) => faults)],
    };
  } finally {
    for (const seat of seats) {
      seat.rest();
      await seat.kill();
      await seat.proxy.close();
      seat.folder.remove();
    }
    await house.dispose();
    shelf.remove();
  }
}

async function strike(
  { blows, only, postgres = null }: ChapterOptions,
  house: House,
  seats: readonly Seat[],
  random: Random,
): Promise<Map<Moment, number>> {
  const moments = new Map<Moment, number>();
  const possible = MOMENTS.filter((moment) => postgres !== null || moment !== 'connections of the database');
  for (let blow = 0; blow < blows; blow += 1) {
    const seat = random.pick(seats);
    const drawn = only ?? random.pick(possible);
    if (only !== undefined) await until(seats, () => seat.enrolled);
    // Whoever has not synced yet is struck in that; whoever has, when some work was done since the last blow.
    const moment = blow < 2 && !seat.enrolled ? 'desk in its first sync' : drawn;
    if (seat.enrolled) await someWork(seats, random);
    await momentOf(moment, seat, random);
    await strikeAt(moment, house, seat, random, postgres);
    const happened = moment === 'desk in its first sync' && seat.enrolled ? 'desk at work' : moment;
    moments.set(happened, (moments.get(happened) ?? 0) + 1);
  }
  return moments;
}

async function strikeAt(
  moment: Moment,
  house: House,
  seat: Seat,
  random: Random,
  postgres: PostgresServer | null,
): Promise<void> {
  switch (moment) {
    case 'desk at work':
    case 'desk in a push':
    case 'desk in a pull':
    case 'desk in its first sync':
      await seat.kill();
      seat.restart();
      break;
    case 'desk in its start':
      // One that runs is killed first; it is the next one that is hit while it starts.
      await seat.kill();
      seat.restart();
      await momentOf(moment, seat, random);
      await seat.kill();
      seat.restart();
      break;
    case 'service at work':
    case 'service in a push':
    case 'service after its commit':
      await house.killOne(random);
      break;
    case 'desk frozen':
      await seat.desk.standStill(random.between(0, 400));
      break;
    case 'service frozen':
      await house.standStill(random.between(0, 2_500));
      break;
    case 'connections of the database':
      if (postgres !== null) await killConnections(postgres);
  }
}

async function someWork(seats: readonly Seat[], random: Random): Promise<void> {
  const done = (): number => seats.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  const wanted = done() + random.between(0, 15);
  await until(seats, () => done() >= wanted);
}
