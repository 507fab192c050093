import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OpeningCodes } from './codes.ts';

/** The subprotocol that the desk's page speaks; the token comes as a second one, so that it never stands in an address. */
export const SUBPROTOCOL = 'zuoxi';
const TOKEN_PREFIX = 'token.';
/** A browser sends a header of this name to its own origin only, unless asked first. Also in src-renderer/wire/loopback.ts. */
const CODE_HEADER = 'x-zuoxi-code';

/**
 * Anybody on this machine, and any page in its browser, can reach a loopback port. Three things keep them out: the `Host` must
 * be this very address (a rebound domain name is not), the `Origin` must be our own page, and the wire needs the token that
 * only this start knows.
 */
export class Guard {
  readonly #token: Buffer;
  readonly #codes: OpeningCodes;
  #allowed: ReadonlySet<string> = new Set();

  constructor(token: string, codes: OpeningCodes) {
    this.#token = digest(token);
    this.#codes = codes;
  }

  /** Known once the server listens. */
  setPort(port: number): void {
    this.#allowed = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  }

  /** For every request: a wrong `Host` or a foreign `Origin` is refused before anything is looked at. */
  async checkRequest(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { host, origin } = request.headers;
    if (host === undefined || !this.#allowed.has(host)) return refuse(reply, 421, 'wrong-host');
    if (origin !== undefined && origin !== `http://${host}`) return refuse(reply, 403, 'wrong-origin');
  }

  /** For the wire: a page that does not say where it is from, or does not know the token, is not ours. */
  async checkWire(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (request.headers.origin === undefined) return refuse(reply, 403, 'wrong-origin');
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((item) => item.trim());
    const token = offered.find((item) => item.startsWith(TOKEN_PREFIX))?.slice(TOKEN_PREFIX.length) ?? '';
    if (!this.#isToken(token)) return refuse(reply, 401, 'wrong-token');
  }

  /** For a code to open a browser with: only who knows the token gets one. */
  async checkCode(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (request.headers.origin === undefined) return refuse(reply, 403, 'wrong-origin');
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!this.#isToken(token)) return refuse(reply, 401, 'wrong-token');
  }

  /** For the token itself: only our own page, which comes with a code that was not used before. */
  async checkToken(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (request.headers.origin === undefined) return refuse(reply, 403, 'wrong-origin');
    const code = request.headers[CODE_HEADER];
    if (typeof code !== 'string' || !this.#codes.redeem(code)) return refuse(reply, 401, 'wrong-token');
  }

  #isToken(offered: string): boolean {
    return timingSafeEqual(digest(offered), this.#token);
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

async function refuse(reply: FastifyReply, status: number, code: string): Promise<void> {
  await reply.code(status).send(refusal(code));
}

/** Says which, and repeats nothing of what was asked. */
export function refusal(code: string): { readonly ok: false; readonly error: { readonly code: string } } {
  return { ok: false, error: { code } };
}
