import type { Written } from '#shared/domain/sync/desk/pending.ts';
import { CHAIN_START, hashOp, nameFrom, type Op, type Sha256, type Values } from '#shared/domain/sync/op.ts';
import type { Sqlite } from '../database/open.ts';

interface StoredOp {
  readonly seq: number;
  readonly entity: string;
  readonly id: string;
  readonly kind: Op['kind'];
  readonly body: string;
  readonly wall: number;
  readonly counter: number;
  readonly base: number;
  readonly partOf: number;
  readonly origin: string | null;
}

const OPS_AFTER = `SELECT dev_seq AS seq, entity, entity_id AS id, kind, body, clock_wall AS wall, clock_counter AS counter, base,
  part_of AS partOf, origin, hash FROM outbox WHERE dev_seq > ? ORDER BY dev_seq LIMIT ?`;

/** What reads and re-issues the ops that `Journal` writes. */
export class Outbox {
  readonly #database: Sqlite;

  constructor(database: Sqlite) {
    this.#database = database;
  }

  lastSeq(): number {
    return (
      this.#database
        .prepare<[], number>('SELECT max(last_seq, (SELECT coalesce(max(dev_seq), 0) FROM outbox)) FROM device')
        .pluck()
        .get() ?? 0
    );
  }

  firstSeq(): number {
    const first = this.#database.prepare<[], number | null>('SELECT min(dev_seq) FROM outbox').pluck().get();
    return first ?? this.lastSeq() + 1;
  }

  hashOf(seq: number): string | null {
    if (seq === 0) return CHAIN_START;
    const hash = this.#database.prepare<[number], string>('SELECT hash FROM outbox WHERE dev_seq = ?').pluck().get(seq);
    if (hash !== undefined) return hash;
    // The op was cleared away; the one behind it, or the end of the chain, still says what it was.
    const next = this.#database
      .prepare<[number], string>('SELECT prev_hash FROM outbox WHERE dev_seq = ? + 1')
      .pluck()
      .get(seq);
    if (next !== undefined) return next;
    return (
      this.#database.prepare<[number], string>('SELECT last_hash FROM device WHERE last_seq = ?').pluck().get(seq) ??
      null
    );
  }

  /** Whole transactions: as many as are within both limits, or one that is not. */
  after(seq: number, limits: { readonly ops: number; readonly length: number }, stream: string): readonly Op[] {
    const rows: StoredOp[] = [];
    // Up to here they are whole transactions; the last one is, if nothing follows it.
    let whole = 0;
    let length = 0;
    const stored = this.#database.prepare<[number, number], StoredOp & { hash: string }>(OPS_AFTER);
    for (const { hash: _, ...row } of stored.iterate(seq, -1)) {
      const before = rows.at(-1);
      if (before !== undefined && isLast(before, row)) whole = rows.length;
      length += row.body.length;
      if (whole > 0 && (rows.length >= limits.ops || length > limits.length))
        return toOps(rows.slice(0, whole), stream);
      rows.push(row);
    }
    return toOps(rows, stream);
  }

  writtenAfter(seq: number): readonly Written[] {
    return this.#database
      .prepare<[number], Pick<StoredOp, 'seq' | 'entity' | 'id' | 'kind' | 'body' | 'origin'> & { hash: string }>(
        `SELECT dev_seq AS seq, entity, entity_id AS id, kind, body, origin, hash FROM outbox
         WHERE dev_seq > ? ORDER BY dev_seq`,
      )
      .all(seq)
      .map(({ entity, id, kind, body, origin, hash, ...op }) => {
        const fields = Object.keys(JSON.parse(body) as object);
        if (kind !== 'append') return { ...op, entity, id, fields };
        return { ...op, entity, id: origin ?? nameFrom(hash), fields: [...fields, 'of'] };
      });
  }

  lowerBases(head: number): void {
    this.#database.prepare('UPDATE outbox SET base = ? WHERE base > ?').run(head, head);
  }

  /** Ops after `seq`, and those that were put aside, are issued again by another identity; the others are the service's by now. */
  becomeDevice(device: string, seq: number, sha256: Sha256): void {
    const items = this.#database
      .prepare<[], { seq: number; hash: string; origin: string | null }>(
        `SELECT dev_seq AS seq, hash, origin FROM outbox WHERE kind = 'append'`,
      )
      .all();
    const keep = this.#database.prepare('INSERT OR IGNORE INTO former_item (id) VALUES (?)');
    for (const { hash, origin } of items) keep.run(origin ?? nameFrom(hash));
    const aside = this.#takeNotes();
    const open = this.#all(0).filter(({ row }) => row.seq > seq || aside.has(row.seq));
    const before = open.filter(({ row }) => row.seq <= seq).length;
    this.#database.prepare('DELETE FROM outbox').run();
    const insert = this.#database.prepare(
      `INSERT INTO outbox (dev_seq, entity, entity_id, kind, body, clock_wall, clock_counter, prev_hash, hash, base, part_of, origin)
       VALUES (@seq, @entity, @id, @kind, @body, @wall, @counter, @prev, @hash, @base, @partOf, @origin)`,
    );
    const note = this.#database.prepare('INSERT INTO quarantined (dev_seq, reason, at) VALUES (?, ?, ?)');
    let prev = CHAIN_START;
    for (const [at, { row, hash }] of open.entries()) {
      const origin = row.origin ?? nameFrom(hash);
      // Of one that was put aside long ago, the others of its transaction are gone.
      const alone = row.partOf === 0 || row.seq <= seq;
      const partOf = alone ? 0 : before + Math.max(1, row.partOf - seq);
      const reissued = { ...row, origin, seq: at + 1, partOf };
      const next = hashOp(device, toOp(reissued, true, ''), prev, sha256);
      insert.run({ ...reissued, prev, hash: next });
      prev = next;
      const noted = aside.get(row.seq);
      if (noted !== undefined) note.run(at + 1, noted.reason, noted.at);
    }
    const last = open.at(-1)?.row;
    this.#database
      .prepare('UPDATE device SET id = ?, last_seq = ?, last_hash = ?, clock_wall = max(clock_wall, ?)')
      .run(device, open.length, prev, last?.wall ?? 0);
  }

  /** Which ops were put aside; they have other numbers from now on. */
  #takeNotes(): ReadonlyMap<number, { readonly reason: string; readonly at: number }> {
    const notes = this.#database
      .prepare<[], { seq: number; reason: string; at: number }>('SELECT dev_seq AS seq, reason, at FROM quarantined')
      .all();
    this.#database.prepare('DELETE FROM quarantined').run();
    return new Map(notes.map((note) => [note.seq, note]));
  }

  /** The op of an item of this desk, if it is the one of this name. */
  item(id: string, seq: number): Op | null {
    const found = this.#all(seq - 1, 1)[0];
    return found !== undefined && (found.row.origin ?? nameFrom(found.hash)) === id ? toOp(found.row, true, '') : null;
  }

  isFormerItem(id: string): boolean {
    return this.#database.prepare('SELECT 1 FROM former_item WHERE id = ?').get(id) !== undefined;
  }

  #all(seq: number, limit = -1): readonly { readonly row: StoredOp; readonly hash: string }[] {
    return this.#database
      .prepare<[number, number], StoredOp & { hash: string }>(OPS_AFTER)
      .all(seq, limit)
      .map(({ hash, ...row }) => ({ row, hash }));
  }
}

function isLast(row: StoredOp, next: StoredOp | undefined): boolean {
  return next === undefined || row.partOf === 0 || next.partOf !== row.partOf;
}

function toOps(rows: readonly StoredOp[], stream: string): readonly Op[] {
  return rows.map((row, at) => toOp(row, isLast(row, rows[at + 1]), stream));
}

function toOp(row: StoredOp, last: boolean, stream: string): Op {
  const { seq, entity, id, kind, wall, counter, base } = row;
  // Only the journal writes it, and the hash of the op says that it is as it was written: a push of thousands need not be checked.
  const body = JSON.parse(row.body) as Values;
  const origin = row.origin === null ? {} : { origin: row.origin };
  return { seq, entity, id, kind, body, wall, counter, base, last, stream, ...origin };
}
