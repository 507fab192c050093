import type { Json } from '#shared/base/canonical-json.ts';
import { keyOf, nameOf, type Op } from '#shared/domain/sync/op.ts';
import type { Made } from './memory-desk-store.ts';
import { isMarked } from './samples.ts';

export interface OpRecord {
  readonly op: Op;
  readonly hash: string;
  readonly prev: string;
  /** What the op is called for ever, whichever identity of a desk sends it. */
  readonly name: string;
  /** The row that it is about. */
  readonly key: string;
}

interface Writing {
  readonly name: string;
  readonly value: Json;
}

/** Everything that was ever committed at any desk, and who had what before their eyes. The engine knows nothing of it. */
export class History {
  readonly ops = new Map<string, OpRecord>();
  /**
   * Who overwrote a value that they knew of: that they saw, or had written at their desk. An own value need not be shown any more: it may have
   * been put aside, and be taken in later, right before the next one. Whoever typed both meant the second.
   */
  readonly #overwriting = new Map<string | number, Writing[]>();
  readonly #writers = new Map<string | number, string>();
  /** By row, the ops that made it: of one name, more than one may have tried. */
  readonly #makers = new Map<string, Set<string>>();

  made({ op, hash, prev, saw, own }: Made): OpRecord {
    const record = this.named(op, hash, prev);
    for (const [field, value] of Object.entries(op.body)) {
      if (isMarked(value)) this.#writers.set(value, record.name);
      const writing = { name: record.name, value };
      for (const before of new Set([saw[field], own[field]])) if (isMarked(before)) this.#overwrote(before, writing);
    }
    return record;
  }

  #overwrote(before: string | number, writing: Writing): void {
    const others = this.#overwriting.get(before);
    if (others === undefined) this.#overwriting.set(before, [writing]);
    else others.push(writing);
  }

  /** An op under another name of its desk. */
  named(op: Op, hash: string, prev: string): OpRecord {
    const name = nameOf({ op, hash });
    const key = keyOf(op.kind === 'append' ? { entity: op.entity, id: name } : op);
    // Two copies of a disk may write the very same op, one of them in the middle of a transaction.
    const last = op.last || this.ops.get(hash)?.op.last === true;
    const record = { op: { ...op, last }, hash, prev, name, key };
    this.ops.set(hash, record);
    if (op.kind !== 'update') this.#makers.set(key, (this.#makers.get(key) ?? new Set()).add(name));
    return record;
  }

  overwriting(value: string | number): readonly Writing[] {
    return this.#overwriting.get(value) ?? [];
  }

  makersOf(key: string): Iterable<string> {
    return this.#makers.get(key) ?? [];
  }

  writerOf(value: string | number): string | undefined {
    return this.#writers.get(value);
  }
}
