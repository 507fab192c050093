import type { Clock, Millis } from '#shared/base/clock.ts';
import { readLive } from '#shared/contract/sync.ts';
import type { Live } from '#shared/domain/sync/exchange.ts';

/** Calls for each `commit` of server-sent events; returns when the stream ends or is silent for too long. */
export async function readLiveEvents(
  body: ReadableStream<Uint8Array>,
  { clock, silence }: { readonly clock: Clock; readonly silence: Millis },
  onCommit: (live: Live | null) => void,
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { promise: silent, resolve } = Promise.withResolvers<'silent'>();
    const patience = clock.after(silence, () => resolve('silent'));
    // However the wait ends: a countdown that was left would keep the process from ending.
    const read = await Promise.race([reader.read(), silent]).finally(() => patience.dispose());
    if (read === 'silent' || read.done) {
      await reader.cancel();
      return;
    }
    const blocks = (rest + decoder.decode(read.value, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) if (/^event: ?commit$/mu.test(block)) onCommit(liveOf(block));
  }
}

function liveOf(block: string): Live | null {
  const read = readLive(/^data: ?(.*)$/mu.exec(block)?.[1] ?? '');
  return read.ok ? read.value : null;
}
