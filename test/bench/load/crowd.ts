import { join } from 'node:path';
import { Side } from '../sync/side.ts';
import type { Member } from './members.ts';

/** When, by a clock that all processes of the machine share, in ns. */
export interface HeardAt {
  readonly half: bigint;
  readonly last: bigint;
}

/** Desks that only listen, in several processes. */
export class Crowd {
  readonly #sides: readonly Side[];

  constructor(processes: number) {
    this.#sides = Array.from({ length: processes }, () => new Side(join(import.meta.dirname, 'live-crowd.ts')));
  }

  async open(address: string, members: readonly Member[]): Promise<void> {
    await Promise.all(
      this.#sides.map((side, at) => {
        const own = members.filter((_, place) => place % this.#sides.length === at);
        return side.ask('open', { address, members: own });
      }),
    );
  }

  /** Each gets a token, and how long it took all of them, in ms. */
  tokens(): Promise<number> {
    return this.#longest('tokens');
  }

  connect(): Promise<number> {
    return this.#longest('connect');
  }

  async expect(text: string): Promise<void> {
    await Promise.all(this.#sides.map((side) => side.ask('expect', { text })));
  }

  async whenHeard(): Promise<HeardAt> {
    const all = await Promise.all(this.#sides.map((side) => side.ask<[string, string]>('whenHeard')));
    const latest = (place: 0 | 1): bigint => all.map((at) => BigInt(at[place])).reduce((a, b) => (a > b ? a : b));
    return { half: latest(0), last: latest(1) };
  }

  /** Commits that some desk was not told of. */
  async gaps(): Promise<number> {
    const all = await Promise.all(this.#sides.map((side) => side.ask<number>('gaps')));
    return all.reduce((sum, gaps) => sum + gaps, 0);
  }

  async leave(): Promise<void> {
    await Promise.all(this.#sides.map((side) => side.ask('leave')));
  }

  /** Milliseconds of processor time of all of them so far. */
  async cpu(): Promise<number> {
    const all = await Promise.all(this.#sides.map((side) => side.cpu()));
    return all.reduce((sum, cpu) => sum + cpu, 0);
  }

  async stop(): Promise<void> {
    for (const side of this.#sides) await side.stop();
  }

  async #longest(method: string): Promise<number> {
    return Math.max(...(await Promise.all(this.#sides.map((side) => side.ask<number>(method)))));
  }
}
