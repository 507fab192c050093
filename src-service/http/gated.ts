import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Millis } from '#shared/base/clock.ts';
import { refuse } from './failures.ts';
import type { Gate, Lane } from './gate.ts';

/** There is no room for a body; it may be there as soon as somebody has read a reply. */
const NO_ROOM: Millis = 2_000;

/** How large a body will be, as far as it is said. */
export function bodyBytes({ headers }: FastifyRequest, limit: number): number {
  const said = Number(headers['content-length'] ?? limit);
  return Number.isSafeInteger(said) ? said : limit;
}

/** When the answer was sent, or nobody is there any more to take it. */
export function afterwards({ raw }: FastifyReply, run: () => void): void {
  if (raw.closed) run();
  else raw.once('close', run);
}

/** Before a body is read: whether there is room for it. It is given back with the end of the answer, however that comes. */
export function roomFor(gate: Gate, bytes: number, reply: FastifyReply): FastifyReply | undefined {
  const release = gate.hold(bytes);
  if (release === null) return refuse(reply, 'busy', NO_ROOM);
  afterwards(reply, release);
  return undefined;
}

/** Works when its turn has come, or tells when to come again. */
export async function inTurn(
  gate: Gate,
  lane: Lane,
  reply: FastifyReply,
  work: () => Promise<unknown>,
): Promise<unknown> {
  const { admission, drop } = gate.enter(lane);
  afterwards(reply, drop);
  const admitted = await admission;
  if (admitted.kind === 'later') return refuse(reply, 'busy', admitted.after);
  if (admitted.kind === 'gone') return reply.hijack();
  try {
    return await work();
  } finally {
    admitted.done();
  }
}
