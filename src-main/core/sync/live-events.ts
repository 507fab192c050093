import type { Clock, Millis } from '#shared/base/clock.ts';
import { readOthers, type Others } from '#shared/contract/sync.ts';

/** No heartbeat for so long: the link is dead, whatever TCP thinks of it. */
const SILENCE: Millis = 45_000;

export interface LiveListener {
  readonly onCommit: () => void;
  readonly onOthers: (others: Others) => void;
}

/** Tells of each server-sent event; returns when the stream ends or is silent for too long. */
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  clock: Clock,
  { onCommit, onOthers }: LiveListener,
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { promise: silence, resolve } = Promise.withResolvers<'silent'>();
    const patience = clock.after(SILENCE, () => resolve('silent'));
    // However the wait ends: a countdown that was left would keep the process from ending.
    const read = await Promise.race([reader.read(), silence]).finally(() => patience.dispose());
    if (read === 'silent' || read.done) {
      await reader.cancel();
      return;
    }
    const blocks = (rest + decoder.decode(read.value, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    if (blocks.some((block) => /^event: ?commit$/mu.test(block))) onCommit();
    // Each tells all of it: the last one is how it is.
    const told = blocks.findLast((block) => /^event: ?presence$/mu.test(block));
    const others = told === undefined ? null : readOthers(/^data: ?(.*)$/mu.exec(told)?.[1] ?? '');
    if (others !== null) onOthers(others);
  }
}
