import { PendingFields, type Written } from '#shared/domain/sync/desk/pending.ts';
import { targetOf } from '#shared/domain/sync/merge.ts';
import { CHAIN_START, hashOp, nameFrom, valuesOf, type Op } from '#shared/domain/sync/op.ts';
import { MemoryDisk, type DiskParts } from './memory-disk.ts';
import { UndoMap } from './undo-map.ts';

/** The chain of ops that were made at a desk. */
export class MemoryOps extends MemoryDisk {
  readonly #quarantined: UndoMap<string>;
  #pending = new PendingFields();

  constructor(parts: DiskParts, from?: MemoryOps) {
    super(parts, from);
    this.#quarantined = new UndoMap(this.log, from === undefined ? undefined : from.#quarantined);
  }

  lastSeq(): number {
    return this.disk.ops.length;
  }

  firstSeq(): number {
    return this.disk.cleared + 1;
  }

  hashOf(seq: number): string | null {
    if (seq === 0) return CHAIN_START;
    return seq < this.disk.cleared ? null : (this.disk.hashes[seq - 1] ?? null);
  }

  /** Ops up to here are not needed any more. */
  clear(seq: number): void {
    if (seq > this.disk.cleared) this.atomically(() => this.keep('cleared', seq));
  }

  opsAfter(after: number, limit: number): readonly Op[] {
    const { ops, cleared } = this.disk;
    const seq = Math.max(after, cleared);
    if (seq >= ops.length) return [];
    let end = Math.min(ops.length, seq + limit);
    while (end < ops.length && ops[end - 1]?.last !== true) end += 1;
    return ops.slice(seq, end);
  }

  writtenAfter(seq: number): readonly Written[] {
    return this.disk.ops.slice(Math.max(seq, this.disk.cleared)).map((op) => {
      const id = targetOf({ op, hash: this.hashOf(op.seq) ?? '' });
      return { entity: op.entity, id, seq: op.seq, fields: Object.keys(valuesOf(op)) };
    });
  }

  pending(settled: number): PendingFields {
    return this.#pending.follow(this, settled);
  }

  lowerBases(heads: Readonly<Record<string, number>>): void {
    this.fuse.statement();
    const lowered = (op: Op): Op => {
      const base = Math.min(op.base, heads[op.stream] ?? 0);
      return base === op.base ? op : { ...op, base };
    };
    this.keep('ops', this.disk.ops.map(lowered));
  }

  becomeDevice(device: string, seq: number): void {
    this.fuse.statement();
    this.#pending = new PendingFields();
    const { ops, hashes, cleared } = this.disk;
    const renamed: Op[] = [];
    const chain: string[] = [];
    const noted = new Map<string, string>();
    for (const op of ops) {
      const reason = this.#quarantined.get(String(op.seq));
      if (op.seq <= cleared || (op.seq <= seq && reason === undefined)) continue;
      const again = { ...op, seq: renamed.length + 1, origin: op.origin ?? nameFrom(hashes[op.seq - 1] ?? '') };
      chain.push(hashOp(device, again, chain.at(-1) ?? CHAIN_START, this.sha256));
      // The others of its transaction are gone.
      renamed.push(op.seq <= seq ? { ...again, last: true } : again);
      if (reason !== undefined) noted.set(String(again.seq), reason);
    }
    for (const old of [...this.#quarantined.keys()]) this.#quarantined.delete(old);
    for (const [each, reason] of noted) this.#quarantined.set(each, reason);
    this.keep('ops', renamed);
    this.keep('hashes', chain);
    this.keep('cleared', 0);
  }

  noteQuarantined(seq: number, reason: string): void {
    this.fuse.statement();
    this.#quarantined.set(String(seq), reason);
  }

  quarantinedAfter(seq: number): readonly number[] {
    return [...this.#quarantined.keys()].map(Number).filter((each) => each > seq);
  }

  hashes(): readonly string[] {
    return this.disk.hashes;
  }
}
