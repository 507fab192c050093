import { setTimeout as pause } from 'node:timers/promises';
import { syncFailureSchema } from '#shared/contract/sync.ts';
import { backOff } from '#shared/domain/sync/desk/backoff.ts';
import type { Live } from '#shared/domain/sync/exchange.ts';
import { NoAnswer, type Caller, type Told } from './caller.ts';
import { Exact } from './exact.ts';
import type { Heard } from './heard.ts';
import { LiveLink } from './live-link.ts';
import type { Member } from './members.ts';
import { bodyOf, readRoughly, requestText, unpacked } from './wire.ts';

/** What became of the requests of many desks. */
export interface Tally {
  exchanges: number;
  entries: number;
  told: number;
  compared: number;
  /** Refusals by their code, and `no-answer`. */
  readonly refused: Map<string, number>;
}

interface Parts {
  readonly caller: Caller;
  readonly heard: Heard;
  readonly tally: Tally;
  /** Called when it is further than before. */
  readonly onNews: () => void;
}

/** A desk that comes back with all its work to send: it asks, waits, comes again and listens as a real one does, but keeps no rows. */
export class StormDesk {
  readonly member: Member;
  readonly cursors: Record<string, number> = {};
  readonly #parts: Parts;
  readonly #ops: number;
  readonly #exact: Exact | null;
  #push: Buffer | null;
  #token: string | null = null;
  #epoch: string | null = null;
  #acknowledged = 0;
  #failures = 0;
  #running = false;
  #again = false;
  #link: LiveLink | null = null;
  #over = false;

  constructor(member: Member, push: Buffer, ops: number, parts: Parts, exact: boolean) {
    this.member = member;
    this.#push = push;
    this.#ops = ops;
    this.#parts = parts;
    this.#exact = exact ? new Exact() : null;
  }

  get pushed(): boolean {
    return this.#acknowledged === this.#ops;
  }

  /** Asks until nothing is left to say or to hear; then it is told. */
  async run(): Promise<void> {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    while (this.#again && !this.#over) {
      this.#again = false;
      const more = await this.#exchange().catch((error: unknown) => {
        if (error instanceof NoAnswer) return this.#failed('no-answer', 0);
        throw error;
      });
      this.#again ||= more;
    }
    this.#running = false;
    if (!this.#over) this.#listen();
    this.#parts.onNews();
  }

  close(): void {
    this.#over = true;
    this.#link?.close();
    this.#parts.tally.compared += this.#exact?.compared ?? 0;
  }

  /** Whether another one is due at once. */
  async #exchange(): Promise<boolean> {
    const { caller, tally } = this.#parts;
    if (this.#token === null) {
      const token = await caller.token(this.member);
      if (typeof token !== 'string') return this.#refused(token);
      this.#token = token;
    }
    const push = this.#push === null ? null : unpacked(this.#push);
    const { device } = this.member;
    const asked = { device, epoch: this.#epoch, cursors: this.cursors, acknowledged: this.#acknowledged, push };
    const { body, headers } = bodyOf(requestText(asked));
    const authorization = `Bearer ${this.#token}`;
    const answer = await caller.post('/sync', body, { ...headers, authorization });
    if (answer.status !== 200) return this.#refused(answer);
    const text = answer.encoding === 'zstd' ? unpacked(answer.body) : answer.body.toString();
    const reply = readRoughly(text);
    if (reply === null) throw new Error(`an answer that nobody expected: ${text.slice(0, 200)}`);
    this.#exact?.reply(text);
    tally.exchanges += 1;
    this.#failures = 0;
    this.#epoch = reply.epoch;
    this.#acknowledged = reply.lastSeq;
    if (this.pushed) this.#push = null;
    for (const { stream, to, entries } of reply.pulls) {
      this.cursors[stream] = to;
      tally.entries += entries;
    }
    this.#parts.onNews();
    return Object.entries(reply.heads).some(([stream, head]) => head > (this.cursors[stream] ?? 0));
  }

  async #refused({ status, body, retryAfter }: Told): Promise<boolean> {
    const read = syncFailureSchema.safeParse(JSON.parse(body.toString() || 'null'));
    const code = read.success ? read.data.error.code : String(status);
    if (status === 401) this.#token = null;
    return this.#failed(code, (read.success ? read.data.error.retryAfterMs : undefined) ?? retryAfter);
  }

  async #failed(code: string, retryAfter: number): Promise<true> {
    const { refused } = this.#parts.tally;
    refused.set(code, (refused.get(code) ?? 0) + 1);
    this.#failures += 1;
    await pause(backOff(this.#failures, Math.random(), retryAfter));
    return true;
  }

  #listen(): void {
    if (this.#link !== null || this.#token === null) return;
    const { caller, heard } = this.#parts;
    const link = new LiveLink(caller.port, this.#token, {
      onFrame: (frame) => {
        const live = heard.read(frame);
        if (live !== null) this.#hear(live);
      },
      onEnd: () => {
        if (this.#link === link) this.#link = null;
        if (!this.#over) void pause(backOff(0, Math.random())).then(() => this.run());
      },
    });
    this.#link = link;
  }

  #hear(live: Live): void {
    const { stream, prev, seq, epoch, entries } = live;
    const cursor = this.cursors[stream] ?? 0;
    if (this.#running) this.#again ||= seq > cursor;
    else if (epoch === this.#epoch && prev === cursor) {
      this.#exact?.live(live);
      this.cursors[stream] = seq;
      this.#parts.tally.told += entries.length;
      this.#parts.onNews();
    } else if (seq > cursor) void this.run();
  }
}
