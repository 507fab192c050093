import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { Clock } from '#shared/base/clock.ts';

/** The machine's own time. The only place outside tests where time is read. */
export const systemClock: Clock = {
  wall: () => Date.now(),
  // The system's uptime counts time asleep on Linux, Windows and macOS, and nobody can set it.
  sinceBoot: () => Math.round(uptime() * 1000),
  bootId: () => {
    try {
      return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    } catch {
      return null;
    }
  },
  after: (delay, run) => {
    const timer = setTimeout(run, delay);
    return { dispose: () => clearTimeout(timer) };
  },
};
