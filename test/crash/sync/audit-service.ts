import { createHash } from 'node:crypto';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { isCustomerField } from '#shared/domain/case/fields.ts';
import { contribution, EMPTY_DIGEST, plus } from '#shared/domain/sync/digest.ts';
import { CHAIN_START, hashOp, keyOf, nameOf, valuesOf, type Op } from '#shared/domain/sync/op.ts';
import type { RowState } from '#shared/domain/sync/row.ts';
import type { Sql } from '../../../src-service/storage/database.ts';
import { rowOf } from '../../../src-service/storage/records.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export interface ServiceRecords {
  readonly rows: ReadonlyMap<string, RowState>;
  /** By device, in the order of the chain. */
  readonly ops: ReadonlyMap<string, readonly { readonly op: Op; readonly hash: string }[]>;
  readonly heads: ReadonlyMap<string, number>;
  /** What is wrong with the records in themselves. */
  readonly faults: readonly string[];
}

/** Reads everything that the service keeps and holds its parts against each other. */
export async function auditService(sql: Sql): Promise<ServiceRecords> {
  const rows = new Map((await sql.all('SELECT * FROM projection')).map(rowOf).map((row) => [keyOf(row), row]));
  const ops = new Map<string, { readonly op: Op; readonly hash: string }[]>();
  for (const { device, hash, op } of await sql.all('SELECT device, seq, hash, op FROM op ORDER BY device, seq')) {
    const chain = ops.get(String(device)) ?? [];
    chain.push({ op: JSON.parse(String(op)) as Op, hash: String(hash) });
    ops.set(String(device), chain);
  }
  const heads = new Map(
    (await sql.all('SELECT id, head FROM stream')).map(({ id, head }) => [String(id), Number(head)]),
  );
  const faults = [
    ...(await chains(sql, ops)),
    ...(await streams(sql, rows)),
    ...notInRows(rows, ops),
    ...overwritten(rows),
    ...(await sql.all('SELECT device, seq, reason FROM quarantine')).map(
      ({ device, seq, reason }) => `op ${String(seq)} of ${String(device)} was put aside: ${String(reason)}`,
    ),
  ];
  const [epochs] = await sql.all('SELECT count(*) AS count FROM epoch');
  // Nothing was ever restored here: whoever says so has seen what is not there.
  if (Number(epochs?.count) !== 1) faults.push(`the service is in its life ${String(epochs?.count)}`);
  return { rows, ops, heads, faults };
}

/** Every device's ops are dense and chained, and end where the device says. */
async function chains(sql: Sql, ops: ServiceRecords['ops']): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const { id, last_seq: last, last_hash: end } of await sql.all('SELECT id, last_seq, last_hash FROM device')) {
    let prev = CHAIN_START;
    const chain = ops.get(String(id)) ?? [];
    for (const [at, { op, hash }] of chain.entries()) {
      prev = hashOp(String(id), op, prev, sha256);
      if (op.seq !== at + 1 || hash !== prev) faults.push(`op ${op.seq} of ${String(id)} is not chained`);
    }
    if (chain.length !== Number(last) || prev !== end) faults.push(`${String(id)} does not end with its last op`);
  }
  return faults;
}

/** Every stream is dense up to its head, and its digest is that of the rows. */
async function streams(sql: Sql, rows: ServiceRecords['rows']): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const { id, head, high, low } of await sql.all('SELECT id, head, high, low FROM stream')) {
    const text = 'SELECT count(*) AS count, coalesce(max(seq), 0) AS last FROM log WHERE stream = $1';
    const [log] = await sql.all(text, [String(id)]);
    if (Number(log?.count) !== Number(head) || Number(log?.last) !== Number(head)) {
      faults.push(`the log of ${String(id)} is not dense up to ${String(head)}`);
    }
    let sum = EMPTY_DIGEST;
    for (const [key, row] of rows) if (row.stream === id) sum = plus(sum, contribution(key, row.seq));
    if (sum.high !== Number(high) || sum.low !== Number(low))
      faults.push(`the digest of ${String(id)} is not of its rows`);
  }
  return faults;
}

/** What was appended is there as it was sent; what was made is there. */
function notInRows(rows: ServiceRecords['rows'], ops: ServiceRecords['ops']): readonly string[] {
  return [...ops.values()].flat().flatMap(({ op, hash }) => {
    const id = op.kind === 'append' ? nameOf({ op, hash }) : op.id;
    const row = rows.get(keyOf({ entity: op.entity, id }));
    if (row === undefined) return [`${op.entity} ${id} was taken in and is nowhere`];
    const same = op.kind !== 'append' || canonicalJson(row.values) === canonicalJson(valuesOf(op));
    return same ? [] : [`${op.entity} ${id} is not what was sent`];
  });
}

/** A text that is not in its field any more was replaced by somebody who had it before him, or can be had back. */
function overwritten(rows: ServiceRecords['rows']): readonly string[] {
  const kept = new Set<string>();
  const keep = (...place: readonly unknown[]): unknown => kept.add(JSON.stringify(place));
  for (const { entity, id, values } of rows.values()) {
    if (entity === 'case-revision') keep(values.of, values.field, values.before);
    else if (entity === 'conflict') keep(values.row, fieldName(values.field), values.lost);
    else if (entity === 'case') for (const [name, value] of Object.entries(values)) keep(id, fieldName(name), value);
  }
  return [...rows.values()]
    .filter(({ entity, values }) => entity === 'case-revision' && !isCustomerField(values.field as string))
    .map(({ values }) => JSON.stringify([values.of, values.field, values.value]))
    .filter((text) => !kept.has(text))
    .map((text) => `lost: ${text} was replaced by somebody who had not seen it`);
}

const fieldName = (name: unknown): string => String(name).replace(/^fields\./u, '');
