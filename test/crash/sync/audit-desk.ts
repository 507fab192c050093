import { canonicalJson } from '#shared/base/canonical-json.ts';
import { contribution, EMPTY_DIGEST, plus, sameDigest } from '#shared/domain/sync/digest.ts';
import { entities } from '#shared/domain/sync/entities.ts';
import { CHAIN_START, hashOp, keyOf, nameOf, type Values } from '#shared/domain/sync/op.ts';
import { openDatabase, type Sqlite } from '#core/database/open.ts';
import { Outbox } from '#core/sync/outbox.ts';
import { RowAccess } from '#core/sync/row-access.ts';
import { loadEnrolled } from '#core/sync/status.ts';
import { SyncTables } from '#core/sync/sync-tables.ts';
import { value } from '#kit/desk.ts';
import { sha256, type ServiceRecords } from './audit-service.ts';
import { DESK_KEY, type Seat } from './seat.ts';
import { isAtRest, standingOf } from './standing.ts';

/** A desk that was at rest when it was killed: it is whole, it has all that it acknowledged, and it is what the service is. */
export function auditDesk(seat: Seat, service: ServiceRecords): readonly string[] {
  const database = value(openDatabase(seat.folder.path, Buffer.from(DESK_KEY, 'hex')));
  try {
    const faults = [
      ...whole(database),
      ...alike(database, service),
      ...sameOps(database, service),
      ...eventsKept(database, seat),
      ...textsKept(database, seat),
    ];
    return faults.map((fault) => `${seat.name}: ${fault}`);
  } finally {
    database.close();
  }
}

function whole(database: Sqlite): readonly string[] {
  const verdict = String(database.pragma('integrity_check(1)', { simple: true }));
  const dangling = database.pragma('foreign_key_check') as readonly unknown[];
  const standing = standingOf(database);
  return [
    ...(verdict === 'ok' ? [] : [verdict]),
    ...(dangling.length === 0 ? [] : [`${dangling.length} rows refer to nothing`]),
    ...(isAtRest(standing) ? [] : [`not at rest: ${JSON.stringify(standing)}`]),
  ];
}

/** Every row, read back and compared; and the digest over what is stored. */
function alike(database: Sqlite, service: ServiceRecords): readonly string[] {
  const faults: string[] = [];
  const enrolled = loadEnrolled(database);
  if (enrolled === null) return ['never enrolled'];
  const [access, tables] = [new RowAccess(database, entities, 0), new SyncTables(database)];
  let known = 0;
  for (const [stream, { seq, digest }] of Object.entries(enrolled.status.cursors)) {
    let sum = EMPTY_DIGEST;
    for (const version of tables.versionsAfter(stream, 0)) {
      const key = keyOf(version);
      const row = service.rows.get(key);
      known += 1;
      sum = plus(sum, contribution(key, version.seq));
      if (row?.seq !== version.seq) faults.push(`${key} is at ${version.seq}, at the service at ${row?.seq ?? 'none'}`);
      else if (comparable(access.read(version) ?? {}) !== comparable(row.values)) {
        faults.push(`${key} is ${comparable(access.read(version) ?? {})}, at the service ${comparable(row.values)}`);
      }
    }
    if (seq !== (service.heads.get(stream) ?? 0)) faults.push(`${stream} is at ${seq}`);
    if (!sameDigest(sum, digest)) faults.push(`the digest of ${stream} is not of what is stored`);
  }
  if (known !== service.rows.size) faults.push(`${known} rows of ${service.rows.size}`);
  return faults;
}

/** A column without a value and a field that was never given are the same. */
function comparable(values: Values): string {
  return canonicalJson(Object.fromEntries(Object.entries(values).filter(([, each]) => !isNothing(each))));
}

function isNothing(each: Values[string]): boolean {
  return each === null || each === '' || each === false;
}

/** The outbox is dense and chained, and the service has the same ops under the same names, each once. */
function sameOps(database: Sqlite, service: ServiceRecords): readonly string[] {
  const faults: string[] = [];
  const device = database.prepare<[], string>('SELECT id FROM device').pluck().get() ?? '';
  const outbox = new Outbox(database);
  const taken = service.ops.get(device) ?? [];
  const names = new Set<string>();
  let prev = CHAIN_START;
  for (const [at, op] of outbox
    .after(0, { ops: Number.MAX_SAFE_INTEGER, length: Number.MAX_SAFE_INTEGER }, '')
    .entries()) {
    prev = hashOp(device, op, prev, sha256);
    names.add(nameOf({ op, hash: prev }));
    if (op.seq !== at + 1 || outbox.hashOf(op.seq) !== prev) faults.push(`op ${op.seq} is not chained`);
    if (taken[at]?.hash !== prev) faults.push(`op ${op.seq} is not the service's`);
  }
  if (taken.length !== names.size) faults.push(`${names.size} ops, at the service ${taken.length}`);
  return faults;
}

/** What was done in contacts and acknowledged, each once. */
function eventsKept(database: Sqlite, { ledger }: Seat): readonly string[] {
  const faults: string[] = [];
  const counts = database
    .prepare<[], { key: string; count: number }>(
      `SELECT contact_id || ' ' || json_extract(body, '$.type') AS key, count(*) AS count FROM contact_event GROUP BY 1`,
    )
    .all();
  const found = new Map(counts.map(({ key, count }) => [key, count]));
  for (const [key, { least, most }] of ledger.events()) {
    const count = found.get(key) ?? 0;
    if (count < least) faults.push(`lost: ${key}, ${count} events for ${least} commands`);
    if (count > most) faults.push(`doubled: ${key}, ${count} events for ${most} commands`);
  }
  for (const [method, table] of [
    ['contact.open', 'contact'],
    ['callback.promise', 'callback'],
  ] as const) {
    const there = new Set(database.prepare<[], string>(`SELECT id FROM ${table}`).pluck().all());
    const lost = ledger.made(method).ids.filter((id) => !there.has(id));
    if (lost.length > 0) faults.push(`lost: ${table} ${lost.join()}`);
  }
  const gaps = database
    .prepare<[], string>('SELECT contact_id FROM contact_event GROUP BY contact_id HAVING count(*) <> max(seq)')
    .pluck()
    .all();
  return [...faults, ...gaps.map((id) => `the log of contact ${id} is not dense`)];
}

/** What was typed and acknowledged: in the field where nobody else types, else in the history. */
function textsKept(database: Sqlite, { ledger, shared }: Seat): readonly string[] {
  const revisions = database
    .prepare<[], { id: string; field: string; text: string }>(
      'SELECT case_id AS id, field, value AS text FROM case_revision ORDER BY seq',
    )
    .all();
  const history = new Set(revisions.map(({ id, field, text }) => `${id} ${field} ${text}`));
  const last = new Map(revisions.map(({ id, field, text }) => [`${id} ${field}`, text]));
  const own = [...ledger.texts()].filter(([key, texts]) => !texts.includes(last.get(key) ?? ''));
  const both = shared
    .promised()
    .filter(({ caseId, field, oneOf }) => !oneOf.some((text) => history.has(`${caseId} ${field} ${text}`)));
  return [
    ...own.map(([key, texts]) => `lost: ${key} is "${last.get(key) ?? ''}", not one of ${JSON.stringify(texts)}`),
    ...both.map(({ caseId, field, oneOf }) => `lost: "${oneOf[0] ?? ''}" from ${field} of ${caseId}`),
  ];
}
