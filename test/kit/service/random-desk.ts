import { createHash } from 'node:crypto';
import type { ExchangeReply, ExchangeRequest } from '#shared/domain/sync/exchange.ts';
import { CHAIN_START, hashOp, type Change, type Op } from '#shared/domain/sync/op.ts';
import type { Random } from '../random.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Names that a desk can refer to, also before somebody made them. */
export interface World {
  readonly customers: readonly string[];
  readonly cases: readonly string[];
  readonly callbacks: readonly string[];
}

/**
 * A desk that does not keep rows: it makes ops of every kind, sensible and not, and remembers only what it needs to ask on. It
 * loses replies, sends again, leaves gaps and has a clock of its own.
 */
export class RandomDesk {
  readonly id: string;
  readonly #random: Random;
  readonly #stream: string;
  readonly #world: World;
  readonly #clockOff: number;
  readonly #ops: { readonly op: Op; readonly hash: string }[] = [];
  #epoch: string | null = null;
  #cursors: Readonly<Record<string, number>> = {};
  #acknowledged = 0;

  constructor(id: string, stream: string, world: World, random: Random) {
    this.id = id;
    this.#stream = stream;
    this.#world = world;
    this.#random = random;
    this.#clockOff = random.pick([0, 0, 40, -1_000, 86_400_000 * 365, -86_400_000 * 365]);
  }

  act(now: number, count: number): void {
    for (let left = count; left > 0; left -= 1) this.#append(now + this.#clockOff, left === 1);
  }

  ask(now: number): ExchangeRequest {
    const random = this.#random;
    const from = random.chance(0.05) ? Math.max(0, this.#acknowledged - 1) : this.#acknowledged;
    const skipped = random.chance(0.03) ? 1 : 0;
    const sent = this.#ops.slice(from + skipped);
    const prev = this.#ops[from + skipped - 1]?.hash ?? CHAIN_START;
    return {
      ...{ device: this.id, now: now + this.#clockOff, epoch: this.#epoch, cursors: this.#cursors },
      acknowledged: this.#acknowledged,
      push: sent.length === 0 ? null : { ops: sent.map(({ op }) => op), prev },
      testimony: [],
    };
  }

  take(reply: ExchangeReply): void {
    if (reply.kind !== 'exchanged' || this.#random.chance(0.15)) return;
    this.#epoch = reply.epoch;
    if (reply.forks !== null) {
      this.#cursors = { ...this.#cursors, ...reply.forks };
      return;
    }
    this.#acknowledged = reply.lastSeq;
    const reached = reply.pulls.map(({ stream, to }) => [stream, to] as const);
    this.#cursors = { ...this.#cursors, ...Object.fromEntries(reached) };
  }

  #append(wall: number, last: boolean): void {
    const before = this.#ops.at(-1);
    const base = this.#cursors[this.#stream] ?? 0;
    const op: Op = {
      ...this.#change(),
      ...{ seq: this.#ops.length + 1, wall, counter: this.#ops.length, last, base },
      stream: this.#random.chance(0.03) ? 'branch:elsewhere' : this.#stream,
    };
    this.#ops.push({ op, hash: hashOp(this.id, op, before?.hash ?? CHAIN_START, sha256) });
  }

  #change(): Change {
    const random = this.#random;
    const text = (): string => random.pick(['', '王', 'order 7', 'a\0b', '\ud800 half', '"quoted"\n', 'x'.repeat(300)]);
    const [customer, id, callback] = [this.#world.customers, this.#world.cases, this.#world.callbacks].map((names) =>
      random.pick(names),
    ) as [string, string, string];
    const at = 1_772_000_000_000 + random.between(0, 1_000);
    switch (random.between(0, 11)) {
      case 0:
        return { entity: 'customer', id: customer, kind: 'insert', body: { phone: text(), createdAt: at } };
      case 1:
        return { entity: 'customer', id: customer, kind: 'update', body: { surname: text(), title: text() } };
      case 2:
      case 3: {
        const body = { number: text(), customerId: customer, scenario: null, status: 'open', owner: this.id };
        return { entity: 'case', id, kind: 'insert', body: { ...body, packHash: 'pack', openedAt: at } };
      }
      case 4:
      case 5:
      case 6:
        return { entity: 'case', id, kind: 'update', body: { [`fields.${random.pick(['a', '备注'])}`]: text() } };
      case 7:
        return {
          ...{ entity: 'case', id, kind: 'update' },
          body: { status: random.pick(['open', 'promised', 'done', 'to-be-completed', 'nonsense']) },
        };
      case 8: {
        const body = { field: 'a', before: '', value: text(), at, by: this.id, contactId: null };
        return { entity: 'case-revision', id, kind: 'append', body };
      }
      case 9: {
        const body = { caseId: id, contactId: null, owner: this.id, promisedAt: at, dueAt: at, reason: 'promised' };
        return { entity: 'callback', id: callback, kind: 'insert', body: { ...body, status: 'open', takenBy: null } };
      }
      case 10: {
        const takenBy = random.pick([{ device: this.id, name: this.id }, null]);
        return { entity: 'callback', id: callback, kind: 'update', body: { takenBy } };
      }
      default:
        return random.pick<Change>([
          { entity: 'from-the-future', id, kind: 'insert', body: { a: 1 } },
          { entity: 'case', id, kind: 'update', body: { unknown: 1 } },
          { entity: 'callback', id: callback, kind: 'update', body: { caseId: 'a\0b' } },
          { entity: 'customer', id: 'x'.repeat(290), kind: 'update', body: { surname: 'waits' } },
          { entity: 'case-revision', id: 'y'.repeat(5_000), kind: 'append', body: { field: '\ud800' } },
        ]);
    }
  }
}
