import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '#core/system-clock.ts';
import { BenchDesk } from './bench-desk.ts';
import type { Bench, BenchOptions } from './bench.ts';
import type { Figure } from './figure.ts';
import { SkippingClock } from './skipping-clock.ts';
import { seedCallbacks, seedCases } from './seed.ts';
import { median, percentile } from './statistics.ts';

const CASES = 2_000;
const RESTORED = 10_000;
const ARMED = 100_000;
const RIPE = 200;
const RIPE_EVERY_MS = 37;
const FAR_AHEAD = 30 * 86_400_000;

/** Countdowns are rows with one armed timer: what does a start cost, and how late does one fire among very many? */
export const countdowns: Bench = {
  name: 'countdowns',
  about: 'restoring 10,000 countdowns at start, catching up with 10,000 overdue ones, lateness among 100,000',
  run: async (options, tell) => {
    tell(restore(options));
    tell(overdue(options));
    for (const figure of await lateness(options)) tell(figure);
  },
};

function seededDesk(
  disk: string,
  name: string,
  count: number,
  firstDue: number,
  stepMs: number,
  clock = systemClock,
): BenchDesk {
  const desk = new BenchDesk(disk, name, clock);
  const { contactId } = desk.openContact('call', '');
  desk.closeContact(contactId);
  desk.database.prepare('DELETE FROM countdown').run();
  seedCases(desk.database, contactId, CASES, clock.wall());
  seedCallbacks(desk.database, count, firstDue, stepMs, CASES);
  // Rows came from elsewhere, which no desk remembers.
  desk.workstation.parts.store.forget();
  return desk;
}

/** What `start` does to have 10,000 of them running, against one timer of the runtime for each row. */
function restore({ disk, quick }: BenchOptions): Figure {
  const desk = seededDesk(disk, 'restore', RESTORED, systemClock.wall() + FAR_AHEAD, 1_000);
  const { countdowns: ours } = desk.workstation.parts;
  const rounds = quick ? 5 : 40;
  const samples: number[] = [];
  const peers: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    samples.push(timed(() => ours.start()));
    ours.dispose();
    peers.push(timed(() => armEach(desk).forEach((timer) => clearTimeout(timer))));
  }
  desk.dispose();
  const [value, peer] = [median(samples), median(peers)];
  const goal = { text: '≤ 5 ms', met: value <= 5 };
  const more = { first: samples[0] ?? 0, p95: percentile(samples, 0.95) };
  return { name: 'countdowns.restore-10000', ours: value, peer, floor: null, unit: 'ms', n: rounds, goal, more };
}

function armEach(desk: BenchDesk): readonly NodeJS.Timeout[] {
  const now = systemClock.wall();
  return desk.database
    .prepare<[], { due_at: number }>('SELECT id, due_at FROM countdown')
    .all()
    .map(({ due_at }) => setTimeout(() => undefined, Math.min(due_at - now, 2 ** 31 - 1)));
}

/** The desk was off while 10,000 became due: each is written and told of once, in batches. */
function overdue({ disk }: BenchOptions): Figure {
  const desk = seededDesk(disk, 'overdue', RESTORED, systemClock.wall() - FAR_AHEAD, 1);
  const took = timed(() => desk.workstation.start());
  const told = desk.host.notifications.length;
  desk.dispose();
  return {
    ...{ name: 'countdowns.overdue-10000', ours: took, peer: null, floor: null, unit: 'ms', n: 1, goal: null },
    more: { told, perRow: (took / RESTORED) * 1_000, perRowUnit: 'µs' },
  };
}

/** From the moment that was promised to the call of the host that tells the agent, commit included; idle machine otherwise. */
async function lateness({ disk, quick }: BenchOptions): Promise<readonly Figure[]> {
  const ripe = quick ? 20 : RIPE;
  const figures: Figure[] = [];
  // As many as a desk has, and as many as nobody has.
  for (const armed of [ripe, quick ? 1_000 : ARMED]) {
    const clock = new SkippingClock();
    const desk = seededDesk(disk, 'lateness', armed, clock.wall() + FAR_AHEAD, 1_000, clock);
    desk.workstation.start();
    const first = systemClock.wall() + 1_500;
    const due = Array.from({ length: ripe }, (_, index) => first + index * RIPE_EVERY_MS);
    setDue(desk, due);
    desk.workstation.parts.store.forget();
    const at: number[] = [];
    const peers: number[] = [];
    desk.host.onNotify = () => at.push(performance.timeOrigin + performance.now());
    for (const moment of due) {
      setTimeout(
        () => peers.push(performance.timeOrigin + performance.now() - moment),
        moment - systemClock.wall() + HALF_STEP,
      );
    }
    desk.workstation.parts.countdowns.evaluate();
    await pause(1_500 + ripe * RIPE_EVERY_MS + 500);
    const late = at.slice(0, ripe).map((moment, index) => moment - (due[index] ?? 0));
    const timers = peers.map((each) => each - HALF_STEP);
    desk.dispose();
    const p99 = percentile(late, 0.99);
    figures.push({
      ...{ name: `countdowns.lateness-p99-of-${String(armed)}`, ours: p99, peer: percentile(timers, 0.99) },
      ...{ floor: 1, unit: 'ms', n: late.length, goal: { text: '≤ 2 ms', met: p99 <= 2 } },
      more: { p50: percentile(late, 0.5), peerP50: percentile(timers, 0.5), fired: at.length, of: ripe },
    });
  }
  return figures;
}

/** The runtime's own timers run in between, so that neither waits for the other. */
const HALF_STEP = Math.floor(RIPE_EVERY_MS / 2);

function setDue(desk: BenchDesk, moments: readonly number[]): void {
  const ids = desk.database
    .prepare<[number], string>('SELECT id FROM countdown ORDER BY due_at LIMIT ?')
    .pluck()
    .all(moments.length);
  const update = desk.database.prepare('UPDATE countdown SET due_at = @at, next_at = @at WHERE id = @id');
  desk.database.transaction(() => ids.forEach((id, index) => update.run({ id, at: moments[index] })))();
}

function timed(run: () => void): number {
  const before = performance.now();
  run();
  return performance.now() - before;
}
