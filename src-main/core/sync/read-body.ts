import type { Clock, Millis } from '#shared/base/clock.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { readLive, readOthers } from '#shared/contract/sync.ts';
import type { Live } from '#shared/domain/sync/exchange.ts';
import type { LiveListener, TransportFailure } from './transport.ts';

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

/** Tells of each server-sent event; returns when the stream ends or is silent for too long. */
export async function readEvents(
  body: ReadableStream<Chunk>,
  clock: Clock,
  { onCommit, onOthers }: LiveListener,
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  await read(body, clock, (part) => {
    const blocks = (rest + decoder.decode(part, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) if (/^event: ?commit$/mu.test(block)) onCommit(liveOf(block));
    // Each tells all of it: the last one is how it is.
    const told = blocks.findLast((block) => /^event: ?presence$/mu.test(block));
    const others = told === undefined ? null : readOthers(dataOf(told));
    if (others !== null) onOthers(others);
    return true;
  });
}

function liveOf(block: string): Live | null {
  const told = readLive(dataOf(block));
  return told.ok ? told.value : null;
}

function dataOf(block: string): string {
  return /^data: ?(.*)$/mu.exec(block)?.[1] ?? '';
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
