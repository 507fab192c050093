import { join } from 'node:path';
import { Side } from '../sync/side.ts';
import type { Member } from './members.ts';
import type { StormTally, StormWish } from './storm-crowd.ts';

/** Desks that come back, in several processes. */
export class StormCrowd {
  readonly #sides: readonly Side[];
  #cpuBefore = 0;

  constructor(processes: number) {
    this.#sides = Array.from({ length: processes }, () => new Side(join(import.meta.dirname, 'storm-crowd.ts')));
  }

  async open(
    address: string,
    members: readonly Member[],
    { contacts, exactly }: Pick<StormWish, 'contacts' | 'exactly'>,
  ): Promise<void> {
    await Promise.all(
      this.#sides.map((side, at) => {
        const own = members.filter((_, place) => place % this.#sides.length === at);
        return side.ask('open', { address, members: own, contacts, exactly } satisfies StormWish);
      }),
    );
    this.#cpuBefore = await this.#cpu();
  }

  /** All come at once: after how long everything was sent, and after how long everybody had everything, in ms. */
  async storm(): Promise<{ readonly pushed: number; readonly drained: number }> {
    const began = process.hrtime.bigint();
    const pushed = await this.#last('arrive');
    const heads: Record<string, number> = {};
    for (const side of this.#sides) {
      for (const [stream, seq] of Object.entries(await side.ask<Record<string, number>>('seen')))
        heads[stream] = Math.max(heads[stream] ?? 0, seq);
    }
    const drained = await this.#last('settle', { heads });
    const after = (at: bigint): number => Number(at - began) / 1e6;
    return { pushed: after(pushed), drained: after(drained) };
  }

  async leave(): Promise<StormTally & { readonly cpu: number }> {
    const tallies = await Promise.all(this.#sides.map((side) => side.ask<StormTally>('leave')));
    const sum = (of: (tally: StormTally) => number): number => tallies.reduce((all, tally) => all + of(tally), 0);
    const codes = new Set(tallies.flatMap(({ refused }) => Object.keys(refused)));
    return {
      ...{ exchanges: sum(({ exchanges }) => exchanges), entries: sum(({ entries }) => entries) },
      ...{ told: sum(({ told }) => told), compared: sum(({ compared }) => compared) },
      refused: Object.fromEntries([...codes].map((code) => [code, sum(({ refused }) => refused[code] ?? 0)])),
      cpu: (await this.#cpu()) - this.#cpuBefore,
    };
  }

  async stop(): Promise<void> {
    for (const side of this.#sides) await side.stop();
  }

  async #last(method: string, wish: unknown = null): Promise<bigint> {
    const all = await Promise.all(this.#sides.map((side) => side.ask<string>(method, wish)));
    return all.map(BigInt).reduce((a, b) => (a > b ? a : b));
  }

  async #cpu(): Promise<number> {
    const all = await Promise.all(this.#sides.map((side) => side.cpu()));
    return all.reduce((sum, cpu) => sum + cpu, 0);
  }
}
