import { z } from 'zod';
import type { RowName, Version, Withheld } from '#shared/domain/sync/desk/store.ts';
import type { Entry } from '#shared/domain/sync/row.ts';
import type { Sqlite } from '../database/open.ts';

const stamp = z.object({
  wall: z.number(),
  counter: z.number(),
  device: z.string(),
  op: z.number(),
  name: z.string(),
});
const stamps = z.record(z.string(), stamp);
const values = z.record(z.string(), z.json());

interface StoredVersion {
  readonly entity: string;
  readonly id: string;
  readonly stream: string;
  readonly seq: number;
  readonly wall: number;
  readonly counter: number;
  readonly device: string;
  readonly op: number;
  readonly name: string;
  readonly stamps: string | null;
  readonly ahead: 0 | 1;
}

const VERSIONS = `
  SELECT v.entity, v.id, v.stream, v.seq, v.wall, v.counter, m.id AS device, v.op, v.name, v.stamps, v.ahead
  FROM row_version AS v CROSS JOIN maker AS m ON m.place = v.maker`;

interface StoredWithheld {
  readonly entity: string;
  readonly id: string;
  readonly fields: string;
  readonly since: number;
}

/** The tables beside the rows: versions, what is held back, what cannot be placed, what a restored service is to be told. */
export class SyncTables {
  readonly #database: Sqlite;
  readonly #places = new Map<string, number>();

  constructor(database: Sqlite) {
    this.#database = database;
  }

  version({ entity, id }: RowName): Version | null {
    const row = this.#database
      .prepare<[string, string], StoredVersion>(`${VERSIONS} WHERE v.entity = ? AND v.id = ?`)
      .get(entity, id);
    return row === undefined ? null : toVersion(row);
  }

  saveVersion({ entity, id, stream, seq, made, stamps: own, ahead = false }: Version): void {
    this.#database
      .prepare(
        `INSERT OR REPLACE INTO row_version (entity, id, stream, seq, wall, counter, maker, op, name, stamps, ahead)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[entity, id, stream, seq, made.wall, made.counter, this.#placeOf(made.device), made.op, made.name],
        ...[Object.keys(own).length === 0 ? null : JSON.stringify(own), ahead ? 1 : 0],
      );
  }

  /** Within one transaction, as long as this lives, a place stays what it is. */
  #placeOf(device: string): number {
    const known = this.#places.get(device);
    if (known !== undefined) return known;
    const place = this.#database
      .prepare<[string], number>(
        'INSERT INTO maker (id) VALUES (?) ON CONFLICT (id) DO UPDATE SET id = excluded.id RETURNING place',
      )
      .pluck()
      .get(device);
    if (place === undefined) throw new Error('a device has no place');
    this.#places.set(device, place);
    return place;
  }

  dropVersion({ entity, id }: RowName): void {
    this.#database.prepare('DELETE FROM row_version WHERE entity = ? AND id = ?').run(entity, id);
  }

  versionsAfter(stream: string, seq: number): readonly Version[] {
    const text = `${VERSIONS} WHERE v.stream = ? AND (v.seq > ? OR v.seq = 0 OR v.ahead = 1)`;
    return this.#database.prepare<[string, number], StoredVersion>(text).all(stream, seq).map(toVersion);
  }

  withheld({ entity, id }: RowName): Withheld | null {
    const row = this.#database
      .prepare<[string, string], StoredWithheld>('SELECT * FROM withheld WHERE entity = ? AND id = ?')
      .get(entity, id);
    return row === undefined ? null : toWithheld(row);
  }

  allWithheld(): readonly Withheld[] {
    return this.#database.prepare<[], StoredWithheld>('SELECT * FROM withheld').all().map(toWithheld);
  }

  saveWithheld({ entity, id, values: held, since }: Withheld): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO withheld (entity, id, fields, since) VALUES (?, ?, ?, ?)')
      .run(entity, id, JSON.stringify(held), since);
  }

  dropWithheld({ entity, id }: RowName): void {
    this.#database.prepare('DELETE FROM withheld WHERE entity = ? AND id = ?').run(entity, id);
  }

  defer(stream: string, entry: Entry): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO deferred (stream, seq, entity, id, entry) VALUES (?, ?, ?, ?, ?)')
      .run(stream, entry.seq, entry.entity, entry.id, JSON.stringify(entry));
  }

  deferred(): readonly { readonly stream: string; readonly entry: Entry }[] {
    return this.#database
      .prepare<[], { stream: string; entry: string }>('SELECT stream, entry FROM deferred ORDER BY stream, seq')
      .all()
      .map(({ stream, entry }) => ({ stream, entry: toEntry(entry) }));
  }

  deferredOf({ entity, id }: RowName): readonly Entry[] {
    return this.#database
      .prepare<[string, string], string>('SELECT entry FROM deferred WHERE entity = ? AND id = ? ORDER BY stream, seq')
      .pluck()
      .all(entity, id)
      .map(toEntry);
  }

  dropDeferred(stream: string, { seq, entity, id }: Entry): void {
    this.#database
      .prepare('DELETE FROM deferred WHERE stream = ? AND seq = ? AND entity = ? AND id = ?')
      .run(stream, seq, entity, id);
  }

  queueTestimony(rows: readonly RowName[]): void {
    this.#database.prepare('DELETE FROM testimony').run();
    const insert = this.#database.prepare('INSERT INTO testimony (entity, id) VALUES (?, ?)');
    for (const { entity, id } of rows) insert.run(entity, id);
  }

  testimonyQueue(limit: number): readonly RowName[] {
    return this.#database
      .prepare<[number], RowName>('SELECT entity, id FROM testimony ORDER BY place LIMIT ?')
      .all(limit);
  }

  dropTestimony(rows: readonly RowName[]): void {
    const remove = this.#database.prepare('DELETE FROM testimony WHERE entity = ? AND id = ?');
    for (const { entity, id } of rows) remove.run(entity, id);
  }
}

function toVersion({ wall, counter, device, op, name, stamps: own, ahead, ...row }: StoredVersion): Version {
  const made = { wall, counter, device, op, name };
  const version = { ...row, made, stamps: own === null ? {} : stamps.parse(JSON.parse(own)) };
  return ahead === 1 ? { ...version, ahead: true } : version;
}

/** Written by `defer` from a value of this type. */
function toEntry(text: string): Entry {
  return JSON.parse(text) as Entry;
}

function toWithheld({ fields, ...row }: StoredWithheld): Withheld {
  return { ...row, values: values.parse(JSON.parse(fields)) };
}
