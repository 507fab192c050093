import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as rest } from 'node:timers/promises';
import type { CaseId } from '#shared/base/ids.ts';
import { RESOURCES, temporaryFolder, zhPack } from '#kit/desk.ts';
import { FAULTS } from '#kit/fault-link.ts';
import { FaultProxy } from '#kit/fault-proxy.ts';
import { Random } from '#kit/random.ts';
import { House } from '../crash/sync/house.ts';
import { reckoning, until } from '../crash/sync/reckoning.ts';
import { Seat } from '../crash/sync/seat.ts';
import { Watch } from './watch.ts';

export interface SoakOptions {
  readonly minutes: number;
  readonly desks: number;
  readonly seed: number;
  /** So many times less than it says a desk waits for what does not come; 1 as it is shipped. */
  readonly hurry?: number;
  readonly tell: (text: string) => void;
}

interface SoakReport {
  readonly minutes: number;
  readonly strokes: Readonly<Record<string, number>>;
  readonly spoilt: number;
  readonly acknowledged: number;
  readonly rows: number;
  readonly memory: readonly ReturnType<Watch['figures']>[];
  readonly faults: readonly string[];
}

/** An agent does a few things a second: as many in an hour as one of a real centre in weeks. */
const PACE_MS = 250;
const SPOILT = 0.1;
const READING_EVERY_MS = 10_000;

/**
 * Desks and a service that live through an hour of everything that does not kill them: networks that spoil requests, break and
 * stay away, processes that stand still. One desk more is killed again and again beside them. In the end nothing may be lost,
 * and nobody may hold more than after the first quarter.
 */
export async function soak({ minutes, desks, seed, hurry = 1, tell }: SoakOptions): Promise<SoakReport> {
  const random = new Random(seed);
  const house = await House.open({ probed: true });
  const shelf = temporaryFolder('soak');
  const packFile = join(shelf.path, 'pack.json');
  writeFileSync(packFile, JSON.stringify(zhPack()));
  const cases = new Set<CaseId>();
  const away = new Set<FaultProxy>();
  const seats: Seat[] = [];
  for (let at = 0; at <= desks; at += 1) {
    const proxy = await FaultProxy.open(random);
    proxy.target = () => (away.has(proxy) ? null : house.port(random));
    proxy.choose = () => (random.chance(SPOILT) ? random.pick(FAULTS) : null);
    const desk = { packFile, resources: RESOURCES, hurry, planted: null };
    const name = `坐席${String(at + 1)}`;
    seats.push(
      new Seat({
        name,
        seed: seed * 100 + at,
        proxy,
        cases,
        desk,
        pace: PACE_MS,
        probed: true,
        code: () => house.code(random),
      }),
    );
  }
  const [mortal, ...lasting] = seats as [Seat, ...Seat[]];
  try {
    const work = Promise.all(seats.map((seat) => seat.work()));
    // Looked at in the end; one who fails before that must not end the run unheard.
    work.catch(() => undefined);
    await until(seats, () => seats.every(({ enrolled }) => enrolled));
    const watches = [new Watch('service'), ...lasting.map(({ name }) => new Watch(name))];
    const strokes = new Map<string, number>();
    const end = performance.now() + minutes * 60_000;
    let nextReading = performance.now();
    while (performance.now() < end) {
      if (performance.now() >= nextReading) {
        nextReading += READING_EVERY_MS;
        const readings = [
          ...(await house.readings()),
          ...(await Promise.all(lasting.map(({ desk }) => desk.reading(true)))),
        ];
        watches.forEach((watch, at) => watch.note(readings[at]!));
        if (watches[0]!.readings % 6 === 0) tell(line(seats, watches));
      }
      const stroke = random.pick(STROKES);
      strokes.set(stroke, (strokes.get(stroke) ?? 0) + 1);
      await strike(stroke, { house, seat: random.pick(lasting), mortal, away, random });
      await rest(random.between(200, 4_000));
    }
    away.clear();
    for (const { proxy } of seats) {
      proxy.choose = () => null;
      proxy.cut();
    }
    for (const seat of seats) seat.rest();
    await work;
    const found = await reckoning(house, seats);
    const grown = watches.filter(({ flat }) => !flat).map(({ name }) => `${name} holds more and more`);
    return {
      minutes,
      strokes: Object.fromEntries(strokes),
      spoilt: seats.reduce(
        (sum, { proxy }) => sum + [...proxy.done.values()].reduce((all, count) => all + count, 0),
        0,
      ),
      acknowledged: seats.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
      rows: found.rows,
      memory: watches.map((watch) => watch.figures()),
      faults: [...found.faults, ...house.faults, ...seats.flatMap(({ faults }) => faults), ...grown],
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

const STROKES = ['cut', 'away', 'desk frozen', 'service frozen', 'desk killed', 'nothing'] as const;
type Stroke = (typeof STROKES)[number];

interface Scene {
  readonly house: House;
  readonly seat: Seat;
  readonly mortal: Seat;
  readonly away: Set<FaultProxy>;
  readonly random: Random;
}

async function strike(stroke: Stroke, { house, seat, mortal, away, random }: Scene): Promise<void> {
  switch (stroke) {
    case 'cut':
      seat.proxy.cut();
      break;
    case 'away':
      // Without a link for a while; it goes on working, and others are struck meanwhile.
      if (away.delete(seat.proxy)) break;
      away.add(seat.proxy);
      seat.proxy.cut();
      break;
    case 'desk frozen':
      await seat.desk.standStill(random.between(0, 3_000));
      break;
    case 'service frozen':
      await house.standStill(random.between(0, 2_500));
      break;
    case 'desk killed':
      await mortal.kill();
      mortal.restart();
      break;
    case 'nothing':
      break;
  }
}

function line(seats: readonly Seat[], watches: readonly Watch[]): string {
  const done = seats.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  const held = watches.map((watch) => `${watch.name} ${String(watch.figures().held.after)}`).join(', ');
  return `${String(done)} acknowledged; MB held: ${held}`;
}
