import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import {
  challengeReplySchema,
  enrolReplySchema,
  PROTOCOL,
  readReply,
  tokenReplySchema,
  tokenText,
  writeRequest,
  type EnrolReply,
} from '#shared/contract/sync.ts';
import type { ExchangeReply, ExchangeRequest } from '#shared/domain/sync/exchange.ts';
import { CHAIN_START, hashOp, type Change, type Op } from '#shared/domain/sync/op.ts';
import { sha256 } from './random-desk.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export async function post(address: string, path: string, body: unknown, token?: string): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const answer = await fetch(`${address}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
}

export async function get(address: string, path: string, token?: string): Promise<Answer> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(`${address}${path}`, { headers });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  return { status: answer.status, body: isJson ? JSON.parse(text) : text };
}

/** What the code of a failure is, or `null` for an answer that is none. */
export function failureOf({ body }: Answer): string | null {
  const error = (body as { readonly ok?: boolean; readonly error?: { readonly code: string } } | null)?.error;
  return error?.code ?? null;
}

/** A desk that speaks with the service over HTTP and keeps no rows. */
export class HttpDesk {
  readonly enrolment: EnrolReply;
  readonly address: string;
  readonly #key: KeyObject;
  readonly #ops: { readonly op: Op; readonly hash: string }[] = [];
  token = '';
  cursors: Record<string, number> = {};
  epoch: string | null = null;
  acknowledged = 0;

  private constructor(address: string, enrolment: EnrolReply, key: KeyObject) {
    this.address = address;
    this.enrolment = enrolment;
    this.#key = key;
  }

  static async enrol(address: string, code: string, label?: string): Promise<HttpDesk> {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const { x } = publicKey.export({ format: 'jwk' });
    const answer = await post(address, '/enrol', { protocol: PROTOCOL, code, publicKey: x, ...(label && { label }) });
    const desk = new HttpDesk(address, enrolReplySchema.parse(answer.body), privateKey);
    await desk.renew();
    return desk;
  }

  get id(): string {
    return this.enrolment.device;
  }

  /** The same desk, speaking to the service at another address. */
  at(address: string): HttpDesk {
    const desk = new HttpDesk(address, this.enrolment, this.#key);
    desk.#ops.push(...this.#ops);
    return Object.assign(desk, {
      token: this.token,
      cursors: this.cursors,
      epoch: this.epoch,
      acknowledged: this.acknowledged,
    });
  }

  async challenge(): Promise<string> {
    const answer = await post(this.address, '/challenge', { protocol: PROTOCOL, device: this.id });
    return challengeReplySchema.parse(answer.body).challenge;
  }

  answer(challenge: string, certificate?: string): Promise<Answer> {
    const signature = sign(null, Buffer.from(tokenText(this.id, challenge)), this.#key).toString('base64url');
    const body = { protocol: PROTOCOL, device: this.id, challenge, signature };
    return post(this.address, '/token', certificate === undefined ? body : { ...body, certificate });
  }

  async renew(certificate?: string): Promise<void> {
    const answer = await this.answer(await this.challenge(), certificate);
    this.token = tokenReplySchema.parse(answer.body).token;
  }

  /** One local transaction. */
  act(...changes: readonly Change[]): void {
    for (const [at, change] of changes.entries()) {
      const seq = this.#ops.length + 1;
      const { home } = this.enrolment;
      const place = { seq, wall: 1_772_000_000_000 + seq, counter: 0, base: this.cursors[home] ?? 0, stream: home };
      const op: Op = { ...change, ...place, last: at === changes.length - 1 };
      this.#ops.push({ op, hash: hashOp(this.id, op, this.#ops.at(-1)?.hash ?? CHAIN_START, sha256) });
    }
  }

  request(): ExchangeRequest {
    const sent = this.#ops.slice(this.acknowledged, this.acknowledged + 500);
    const prev = this.#ops[this.acknowledged - 1]?.hash ?? CHAIN_START;
    return {
      ...{ device: this.id, now: 1_772_000_000_000, epoch: this.epoch, cursors: this.cursors },
      acknowledged: this.acknowledged,
      push: sent.length === 0 ? null : { prev, ops: sent.map(({ op }) => op) },
      testimony: [],
    };
  }

  async send(body: BodyInit, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const all = { 'content-type': 'application/json', authorization: `Bearer ${this.token}`, ...headers };
    const answer = await fetch(`${this.address}/sync`, { method: 'POST', headers: all, body });
    return { status: answer.status, body: JSON.parse(await answer.text()) as unknown };
  }

  /** Exchanges without taking in the reply: as if it had been lost. */
  async ask(): Promise<ExchangeReply> {
    const answer = await this.send(writeRequest(this.request()));
    const reply = readReply(JSON.stringify(answer.body));
    if (!reply.ok) throw new Error(`${String(answer.status)} ${JSON.stringify(answer.body)}`);
    return reply.value;
  }

  async sync(): Promise<ExchangeReply> {
    const reply = await this.ask();
    if (reply.kind !== 'exchanged') return reply;
    this.epoch = reply.epoch;
    this.acknowledged = Math.min(reply.lastSeq, this.#ops.length);
    for (const { stream, to } of reply.pulls) this.cursors[stream] = to;
    for (const [stream, fork] of Object.entries(reply.forks ?? {}))
      this.cursors[stream] = Math.min(fork, this.cursors[stream] ?? 0);
    return reply;
  }
}

export function customer(id: string, phone = '13800000000'): Change {
  return { entity: 'customer', id, kind: 'insert', body: { phone, createdAt: 1_772_000_000_000 } };
}
