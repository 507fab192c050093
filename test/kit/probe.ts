import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapSpaceStatistics } from 'node:v8';

/** What a process uses, as it says itself: loaded before a program with `--expose-gc`, answers whoever started it (`askReading`). */
export interface Reading {
  /** Milliseconds of processor time so far. */
  readonly cpu: number;
  /** In bytes. */
  readonly rss: number;
  /** The most that it ever was. */
  readonly peak: number;
  readonly heap: number;
  /** Where new objects are made: it grows with what comes at once, never with what is there, and V8 gives it back when it likes. */
  readonly nursery: number;
  /** Outside the heap: buffers. */
  readonly external: number;
  /** The longest that anybody had to wait for a turn since the last reading, in ms. */
  readonly longestTurn: number;
}

const turns = monitorEventLoopDelay({ resolution: 5 });
turns.enable();

process.on('message', ({ reading }: { readonly reading?: { readonly tidied: boolean } }) => {
  if (reading === undefined) return;
  if (reading.tidied) globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  const longestTurn = turns.max / 1e6;
  turns.reset();
  const nursery =
    getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.physical_space_size ?? 0;
  const cpu = (user + system) / 1_000;
  const peak = process.resourceUsage().maxRSS * 1_024;
  process.send?.({ reading: { cpu, rss, peak, heap: heapUsed, nursery, external, longestTurn } satisfies Reading });
});
// To be asked is no reason to go on living for one that is to end.
process.once('SIGTERM', () => process.channel?.unref());
// Whoever started it is gone: nobody would ever stop it.
process.on('disconnect', () => process.exit());
