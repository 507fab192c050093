import type { Clock, Millis } from '#shared/base/clock.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { readLive } from '#shared/contract/sync.ts';
import type { Live } from '#shared/domain/sync/exchange.ts';
import type { TransportFailure } from './transport.ts';

/** No heartbeat for so long: the link is dead, whatever TCP thinks of it. */
const SILENCE: Millis = 45_000;

type Chunk = Uint8Array<ArrayBuffer>;

/** Calls for each part of a body while it answers with `true`. `broken` when it was cut off, or fell silent for too long. */
async function read(
  body: ReadableStream<Chunk>,
  clock: Clock,
  onPart: (part: Chunk) => boolean,
): Promise<'ended' | 'broken'> {
  const reader = body.getReader();
  for (;;) {
    const { promise: silence, resolve } = Promise.withResolvers<'silent'>();
    const patience = clock.after(SILENCE, () => resolve('silent'));
    // However the wait ends: a countdown that was left would keep the process from ending.
    const next = await Promise.race([reader.read().catch(() => 'cut' as const), silence]).finally(() =>
      patience.dispose(),
    );
    if (next === 'cut') return 'broken';
    const isOver = next !== 'silent' && (next.done || !onPart(next.value));
    if (next !== 'silent' && !isOver) continue;
    await reader.cancel().catch(() => undefined);
    return isOver ? 'ended' : 'broken';
  }
}

/** Calls for each `commit` of server-sent events; returns when the stream ends or is silent for too long. */
export async function readEvents(
  body: ReadableStream<Chunk>,
  clock: Clock,
  onCommit: (live: Live | null) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  await read(body, clock, (part) => {
    const blocks = (rest + decoder.decode(part, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) if (/^event: ?commit$/mu.test(block)) onCommit(liveOf(block));
    return true;
  });
}

function liveOf(block: string): Live | null {
  const told = readLive(/^data: ?(.*)$/mu.exec(block)?.[1] ?? '');
  return told.ok ? told.value : null;
}

/** Gives each part with its place. */
export async function readParts(
  { body }: Response,
  from: number,
  take: (part: Uint8Array, at: number) => boolean,
  clock: Clock,
): Promise<Result<void, TransportFailure>> {
  if (body === null) return fail({ code: 'unreachable' });
  let at = from;
  const end = await read(body, clock, (part) => {
    const goesOn = take(part, at);
    at += part.length;
    return goesOn;
  });
  return end === 'ended' ? ok() : fail({ code: 'unreachable' });
}
