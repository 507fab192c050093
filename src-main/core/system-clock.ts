import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { Clock } from '#shared/base/clock.ts';

/** Stays the same for as long as this process can live, so it is read once. */
let boot: string | null | undefined;

/** The machine's own time. The only place outside tests where time is read. */
export const systemClock: Clock = {
  wall: () => Date.now(),
  // The system's uptime counts time asleep on Linux, Windows and macOS, and nobody can set it.
  sinceBoot: () => Math.round(uptime() * 1000),
  bootId: () => (boot === undefined ? (boot = readBootId()) : boot),
  after: (delay, run) => {
    const timer = setTimeout(run, delay);
    return { dispose: () => clearTimeout(timer) };
  },
};

function readBootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}
