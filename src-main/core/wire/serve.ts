import { createBirpc } from 'birpc';
import { z } from 'zod';
import { failure, type Failure } from '#shared/contract/failure.ts';
import {
  requests,
  type Accepted,
  type Answers,
  type Method,
  type WindowFunctions,
  type WorkstationFunctions,
} from '#shared/contract/rpc.ts';
import type { Result } from '#shared/base/result.ts';
import { storageFailure } from '../database/failure.ts';
import type { Log } from '../log.ts';
import { plain } from './plain.ts';
import type { Wire } from './wire.ts';

/** One function for each method of the contract; `from` tells which window asks. */
export type Handlers<From> = {
  readonly [M in Method]: (
    payload: Accepted<M>,
    from: From,
  ) => Result<Answers[M], Failure> | Promise<Result<Answers[M], Failure>>;
};

/** A window at the other end of a wire. */
export interface WindowEnd {
  readonly window: WindowFunctions;
  close(): void;
}

/** How long a window may take to do what it is asked, in ms; a window that hangs must not keep an answer waiting. */
const ANSWER_WITHIN = 5_000;

const methodSchema = z.string().max(64);

/** birpc's messages: a request (`q`) or the answer to one of ours (`s`). */
const envelopeSchema = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('q'),
    m: z.literal('request'),
    a: z.array(z.unknown()).max(2),
    i: z.string().max(64).optional(),
  }),
  z.object({ t: z.literal('s'), i: z.string().max(64), r: z.unknown().optional(), e: z.unknown().optional() }),
]);

/**
 * Answers requests on a wire. Every request gets an answer: what is malformed, unknown or fails comes back as a value, and
 * nothing that is sent can throw in here.
 */
export function serveWire<From>(wire: Wire, handlers: Handlers<From>, from: From, log: Log): WindowEnd {
  let stop = (): void => undefined;
  const functions: WorkstationFunctions = {
    request: (method, payload) => answer(handlers, from, method, payload, log),
  };
  const rpc = createBirpc<WindowFunctions, WorkstationFunctions, false>(functions, {
    proxify: false,
    // Only our own name is looked up: a method of Object's prototype is none of ours. `answer` checks the arguments.
    resolver: (name) =>
      name === 'request' ? (...args: unknown[]) => functions.request(args[0] as string, args[1]) : undefined,
    post: (data) => wire.post(data),
    on: (listener) => {
      stop = wire.on((data) => {
        const message = envelopeSchema.safeParse(data);
        if (message.success) listener(message.data);
        else refuse(wire, data, log);
      });
    },
    off: () => stop(),
    timeout: ANSWER_WITHIN,
    onGeneralError: () => true,
    onFunctionError: () => true,
  });
  const gone = (): void => undefined;
  return {
    window: {
      // A window that is gone opens again by itself and is then told everything.
      push: (push) => void rpc.$callEvent('push', push).catch(gone),
      act: (act) => void rpc.$callEvent('act', act).catch(gone),
      writeClipboard: async (text) => await rpc.$call('writeClipboard', text).catch(() => false),
    },
    close: () => rpc.$close(),
  };
}

async function answer<From>(
  handlers: Handlers<From>,
  from: From,
  method: unknown,
  payload: unknown,
  log: Log,
): Promise<Result<unknown, Failure>> {
  const name = methodSchema.safeParse(method);
  if (!name.success || !Object.hasOwn(requests, name.data)) return failure('unknown-method');
  const known = name.data as Method;
  const parsed = requests[known].safeParse(payload);
  if (!parsed.success) {
    // Where it is wrong, never what was sent: a key further down may be a customer's words already.
    const at = String(parsed.error.issues[0]?.path[0] ?? '');
    log.warn({ method: known, at }, 'malformed request');
    return failure('malformed-request', { method: known, at });
  }
  try {
    const handle = handlers[known] as (payload: unknown, from: From) => Promise<Result<unknown, Failure>>;
    return await handle(plain(parsed.data), from);
  } catch (error) {
    const failed = storageFailure(error);
    if (failed !== null) return { ok: false, error: failed };
    log.error(
      { method: known, name: error instanceof Error ? error.name : 'unknown', at: whereOf(error) },
      'request failed',
    );
    return failure('internal', { method: known });
  }
}

/** The first place of ours in a stack; the message is left out, since it may quote what was stored. */
function whereOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return /at .*\(?(?:file:\/\/)?[^()]*\/((?:src-|out)[^()]*:\d+):\d+\)?/.exec(stack)?.[1] ?? '';
}

/** A message that is no envelope of ours is answered if it can be, and counted in the log. */
function refuse(wire: Wire, data: unknown, log: Log): void {
  log.warn({ code: 'malformed-message' }, 'message refused');
  const asked = z.object({ t: z.literal('q'), i: z.string().max(64) }).safeParse(data);
  if (asked.success) wire.post({ t: 's', i: asked.data.i, r: failure('malformed-request') });
}
