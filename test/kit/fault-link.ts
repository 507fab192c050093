import { connect, type Socket } from 'node:net';
import type { Random } from './random.ts';

/** What a network can do to one request and its reply. */
export const FAULTS = [
  /** Nothing of it arrives: the connection is refused or reset before. */
  'refuse',
  /** Reset in the middle of the request, or of the reply. */
  'reset-request',
  'reset-reply',
  /** The reply is lost and the connection with it; what the service did stays done. */
  'lose-reply',
  /** Half-open: nothing arrives any more, and neither side is told. */
  'swallow-request',
  'swallow-reply',
  'delay',
  'dribble',
  /** The request arrives a second time on a connection of its own. */
  'double',
  /** The reply ends in the middle, in good order. */
  'truncate',
] as const;
export type Fault = (typeof FAULTS)[number];

/** A part of the talk between a desk and its service went by. */
export interface Passage {
  readonly what: 'request' | 'reply';
  /** `POST /sync` */
  readonly route: string;
}

interface Talk {
  readonly route: string;
  readonly fault: Fault | null;
  replied: boolean;
}

const LONGEST_DELAY = 60;
/** A dribble of a whole image would never end; after so many pieces the rest goes in one. */
const DRIBBLES = 40;

interface Owner {
  readonly choose: () => Fault | null;
  readonly onPassage: (passage: Passage) => void;
}

/** One connection of a desk and the one to the service that belongs to it. */
export class Link {
  readonly #near: Socket;
  readonly #far: Socket;
  readonly #port: number;
  readonly #random: Random;
  readonly #owner: Owner;
  #talk: Talk | null = null;
  #twin: Socket | null = null;
  #deaf = false;
  /** What was held back keeps its order. */
  #held: Promise<void> = Promise.resolve();

  constructor(near: Socket, port: number, random: Random, owner: Owner) {
    this.#near = near;
    this.#port = port;
    this.#random = random;
    this.#owner = owner;
    this.#far = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    near.on('data', (chunk) => this.#asked(chunk));
    this.#far.on('data', (chunk) => this.#answered(chunk));
    for (const [from, to] of [
      [near, this.#far],
      [this.#far, near],
    ] as const) {
      from.on('error', () => this.cut());
      from.on('end', () => this.#afterHeld(() => to.end()));
      from.on('close', () => this.#afterHeld(() => to.destroy()));
    }
  }

  cut(): void {
    this.#near.resetAndDestroy();
    this.#far.resetAndDestroy();
    this.#twin?.resetAndDestroy();
  }

  #asked(chunk: Buffer): void {
    const route = /^(?:POST|GET) [^ ?]+/u.exec(chunk.subarray(0, 100).toString('latin1'))?.[0];
    if (route !== undefined) this.#begin(route);
    const talk = this.#talk;
    if (this.#deaf || talk === null) return;
    switch (talk.fault) {
      case 'refuse':
        this.cut();
        return;
      case 'reset-request':
        this.#far.write(chunk.subarray(0, chunk.length >> 1), () => this.cut());
        return;
      case 'swallow-request':
        this.#deaf = true;
        return;
      case 'double':
        this.#twin?.write(chunk);
        this.#far.write(chunk);
        break;
      default:
        this.#pass(this.#far, chunk, talk);
    }
    if (route !== undefined) this.#owner.onPassage({ what: 'request', route });
  }

  #begin(route: string): void {
    this.#talk = { route, fault: this.#owner.choose(), replied: false };
    if (this.#talk.fault !== 'double') return;
    const twin = connect({ port: this.#port, host: '127.0.0.1' });
    twin.on('error', () => undefined);
    // It was answered: a live connection would go on for ever.
    twin.once('data', () => twin.destroy());
    this.#twin = twin;
  }

  #answered(chunk: Buffer): void {
    const talk = this.#talk;
    if (this.#deaf || talk === null) return;
    const first = !talk.replied;
    talk.replied = true;
    switch (talk.fault) {
      case 'lose-reply':
        this.cut();
        return;
      case 'reset-reply':
        this.#near.write(chunk.subarray(0, chunk.length >> 1), () => this.cut());
        return;
      case 'truncate':
        this.#deaf = true;
        this.#near.end(chunk.subarray(0, chunk.length >> 1));
        this.#far.destroy();
        return;
      case 'swallow-reply':
        this.#deaf = true;
        return;
      default:
        this.#pass(this.#near, chunk, talk);
    }
    if (first) this.#owner.onPassage({ what: 'reply', route: talk.route });
  }

  #pass(to: Socket, chunk: Buffer, { fault }: Talk): void {
    if (fault === 'delay') {
      const wait = this.#random.between(1, LONGEST_DELAY);
      this.#afterHeld(() => to.write(chunk), wait);
    } else if (fault === 'dribble') {
      for (const piece of this.#pieces(chunk)) this.#afterHeld(() => to.write(piece), 1);
    } else this.#afterHeld(() => to.write(chunk));
  }

  #pieces(chunk: Buffer): readonly Buffer[] {
    const pieces: Buffer[] = [];
    let at = 0;
    while (at < chunk.length && pieces.length < DRIBBLES) {
      const length = this.#random.between(1, 64);
      pieces.push(chunk.subarray(at, at + length));
      at += length;
    }
    if (at < chunk.length) pieces.push(chunk.subarray(at));
    return pieces;
  }

  #afterHeld(run: () => void, wait = 0): void {
    const pause = (): Promise<void> =>
      wait === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, wait).unref());
    this.#held = this.#held.then(pause).then(run);
  }
}
