import { digestAfter, entryOf, placed, type RowState } from '../row.ts';
import { keyOf } from '../op.ts';
import type { RowKey, ServiceTransaction, StreamWrite } from './store.ts';

interface Slot {
  readonly before: number;
  row: RowState | null;
  readonly touched: Set<string>;
}

/** The rows that one transaction works on: read and locked once, changed in memory, written at its end. */
export class Workspace {
  readonly #transaction: ServiceTransaction;
  readonly #slots = new Map<string, Slot>();

  constructor(transaction: ServiceTransaction) {
    this.#transaction = transaction;
  }

  /** Locks what is not locked yet. */
  async load(keys: readonly RowKey[]): Promise<void> {
    const wanted = new Map(keys.map((key) => [keyOf(key), key]));
    for (const known of this.#slots.keys()) wanted.delete(known);
    if (wanted.size === 0) return;
    const found = await this.#transaction.lockRows([...wanted.values()]);
    for (const key of wanted.keys()) {
      const row = found.get(key) ?? null;
      this.#slots.set(key, { before: row?.seq ?? 0, row, touched: new Set() });
    }
  }

  /** A row that was loaded, as it is by now. */
  get(key: RowKey): RowState | null {
    return this.#slots.get(keyOf(key))?.row ?? null;
  }

  put(row: RowState, touched: readonly string[]): void {
    const key = keyOf(row);
    const slot = this.#slots.get(key) ?? { before: 0, row: null, touched: new Set<string>() };
    slot.row = row;
    for (const field of touched) slot.touched.add(field);
    this.#slots.set(key, slot);
  }

  /** Tells the present values of a row again, since a desk shows others that were not accepted. */
  confirm(key: RowKey, fields: readonly string[]): void {
    const slot = this.#slots.get(keyOf(key));
    if (slot?.row == null) return;
    for (const field of fields) slot.touched.add(field);
  }

  writes(): readonly StreamWrite[] {
    const streams = new Map<string, { row: RowState; slot: Slot }[]>();
    for (const slot of this.#slots.values()) {
      const { row } = slot;
      if (row === null || slot.touched.size === 0) continue;
      const changed = streams.get(row.stream);
      if (changed === undefined) streams.set(row.stream, [{ row, slot }]);
      else changed.push({ row, slot });
    }
    return [...streams]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([stream, changed]) => ({
        stream,
        at: (seq, digest) => {
          const rows = changed.map(({ row }) => placed(row, seq));
          const entries = rows.map((row, at) =>
            entryOf(row, changed[at]?.slot.touched ?? new Set(), changed[at]?.slot.before ?? 0),
          );
          return { rows, entries, digest: digestAfter(digest, entries) };
        },
      }));
  }
}
