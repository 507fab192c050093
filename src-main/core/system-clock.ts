import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { Clock } from '#shared/base/clock.ts';

/** Stays the same for as long as this process can live, so it is read once. */
let boot: string | null | undefined;

/** The machine's own time. The only place outside tests where time is read. */
export const systemClock: Clock = {
  wall: () => Date.now(),
  sinceBoot,
  bootId: () => (boot === undefined ? (boot = readBootId()) : boot),
  after: (delay, run) => {
    // A timer waits for a millisecond at least: much, for what is to be done as soon as this turn is over.
    if (delay <= 0) {
      const soon = setImmediate(run);
      return { dispose: () => clearImmediate(soon) };
    }
    const timer = setTimeout(run, delay);
    return { dispose: () => clearTimeout(timer) };
  },
};

/** How far two clocks may part before the system is asked again, and for how long its answer is carried on. */
const CARRY_WITHIN = 250;
const CARRY_FOR = 30_000;

let read: { readonly uptime: number; readonly wall: number; readonly steady: number } | null = null;

/**
 * The system's uptime counts time asleep on Linux, Windows and macOS, and nobody can set it. Asking for it opens a file on
 * Linux, too slow for every commit: while the wall clock and the steady clock agree, neither sleep nor a change of the clock
 * has happened, and the last answer is carried on by the steady one.
 */
function sinceBoot(): number {
  const wall = Date.now();
  const steady = performance.now();
  if (read !== null) {
    const passed = steady - read.steady;
    const agreed = Math.abs(wall - read.wall - passed) < CARRY_WITHIN;
    if (agreed && passed < CARRY_FOR) return Math.round(read.uptime + passed);
  }
  read = { uptime: uptime() * 1000, wall, steady };
  return Math.round(read.uptime);
}

function readBootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}
