import { hash } from 'node:crypto';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallbackId } from '#shared/base/ids.ts';
import { CallbackTables } from '#core/callbacks/callback-tables.ts';
import { CountdownTable } from '#core/countdowns/countdown-table.ts';
import { LATEST_VERSION, migrate, MIGRATIONS } from '#core/database/migrate.ts';
import { Memory } from '#core/database/memory.ts';
import { openDatabase, type Sqlite } from '#core/database/open.ts';
import { CHAIN_START, hashOp } from '#shared/domain/sync/op.ts';
import { Outbox } from '#core/sync/outbox.ts';
import { SyncTables } from '#core/sync/sync-tables.ts';
import { temporaryFolder, TEST_KEY, value } from '#kit/desk.ts';

const VERSIONS = MIGRATIONS.map(({ version }) => version);

/** Rows as each version of the desk wrote them, Chinese text and the edges of the columns included. */
const ROWS: Readonly<Record<number, string>> = {
  10: `
    INSERT INTO device VALUES (1, '6f1c2a34-0000-4000-8000-000000000001', 1, 'h1', 1772416800000, 3);
    INSERT INTO outbox VALUES (1, 'case', 'k1', 'insert', '{"number":"00-甲"}', 1772416800000, 3, 'h0', 'h1');
    INSERT INTO setting VALUES ('company', '"云雀数码"');
    INSERT INTO pack VALUES ('p1', '{"name":"中文话术"}', 1772416800000);
    INSERT INTO customer (id, surname, surname_declined, title, phone, created_at)
      VALUES ('u1', '欧阳', 0, 'mr', '13800000000', 1772416800000);
    INSERT INTO service_case VALUES ('k1', '00-7QF3-260302-0001', 'u1', 'issue', '{"facts":"冰箱不制冷，\\n已两天 🧊"}',
      'open', '周宁', 'p1', 1772416800000, 1772416900000);
    INSERT INTO case_revision (seq, case_id, field, before, value, at, by, device)
      VALUES (1, 'k1', 'facts', '', '冰箱不制冷', 1772416850000, '周宁', 'd');
    INSERT INTO draft VALUES ('k1', 'facts', '还没写完的', 1772416899000);
    INSERT INTO contact VALUES ('c1', 'k1', '13800000000', 'p1', 0, 1772416800000,
      '{"phase":"closed","closedAt":1772416900000}', 2);
    INSERT INTO contact_event (contact_id, seq, at, body) VALUES ('c1', 1, 1772416800000, '{"type":"opened"}'),
      ('c1', 2, 1772416807000, '{"type":"answered"}');`,
  20: `
    INSERT INTO callback VALUES ('b1', 'k1', 'c1', '周宁', 1772416900000, 1772424100000, '查到货时间', 'open');
    INSERT INTO callback_attempt VALUES ('b1', 1, 1772420000000, 'no-answer', NULL);`,
  30: `
    INSERT INTO countdown VALUES ('b1:callback', 'callback', NULL, 'b1', 'callback', 1772416900000, 1772423200000,
      1772424100000, NULL, 'warned', 1772424100000);
    INSERT INTO clock_anchor VALUES (1, NULL, 100000, 1772416900000);
    INSERT INTO notice VALUES ('n1', 'clock-shifted', 1772416900000, '{"seconds":3600}');`,
  100: `
    INSERT INTO row_version VALUES ('case', 'k1', 'branch:甲', 7, '{"wall":1,"counter":0,"device":"d","op":1,"name":""}', '{}');
    INSERT INTO withheld VALUES ('case', 'k1', '{"owner":"林珊"}', 8);
    INSERT INTO testimony VALUES ('case', 'k1');`,
};

let database: Sqlite;
beforeEach(() => {
  database = new Database(':memory:');
  database.pragma('foreign_keys=ON');
});
afterEach(() => database.close());

function tables(): readonly string[] {
  return database
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .pluck()
    .all();
}

interface Obstacle {
  readonly put: string;
  readonly away: string;
}

/** Something of the name that the migration makes last. */
function named(name: string): Obstacle {
  return { put: `CREATE TABLE ${name} (in_the_way)`, away: `DROP TABLE ${name}` };
}

/** What makes a migration fail in its middle or at its end. */
const IN_THE_WAY: Readonly<Record<number, Obstacle>> = {
  10: named('contact_event'),
  20: named('callback_attempt'),
  30: named('notice'),
  40: named('contact_by_close'),
  50: named('countdown_shown'),
  60: named('countdown_over'),
  70: {
    put: `INSERT INTO outbox VALUES (9, 'contact-event', 'c1', 'append', 'no JSON', 0, 0, '', '')`,
    away: 'DELETE FROM outbox WHERE dev_seq = 9',
  },
  80: named('customer_by_phone_key'),
  100: named('former_item'),
  110: named('unfolded'),
  120: named('new_testimony'),
  130: named('parcel'),
  140: named('lean_version'),
  150: { put: 'ALTER TABLE draft ADD COLUMN seen INTEGER', away: 'ALTER TABLE draft DROP COLUMN seen' },
};

/** A database of this version, with rows that it and the versions before it had written. */
function fill(version: number): void {
  for (const known of VERSIONS.filter((earlier) => earlier <= version)) {
    value(migrate(database, known));
    database.exec(ROWS[known] ?? '');
  }
}

function contents(): Record<string, unknown> {
  return Object.fromEntries(tables().map((table) => [table, database.prepare(`SELECT * FROM ${table}`).all()]));
}

/** All but the outbox, whose ops version 100 completes and chains anew, and versions of rows, which version 140 puts otherwise. */
function rowsAndNoOps(): Record<string, unknown> {
  const { outbox: _, device: __, row_version: ___, ...rows } = contents();
  return rows;
}

function versionOf(): number {
  return Number(database.pragma('user_version', { simple: true }));
}

describe('a migration', () => {
  test.each(VERSIONS.slice(0, -1))('keeps every row that version %d had written', (version) => {
    fill(version);
    const before = rowsAndNoOps();
    value(migrate(database));
    expect(versionOf()).toBe(LATEST_VERSION);
    expect(rowsAndNoOps()).toMatchObject(before);
    expect(database.pragma('foreign_key_check')).toEqual([]);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  test('run again changes nothing', () => {
    value(migrate(database));
    const before = database.prepare('SELECT * FROM sqlite_schema').all();
    value(migrate(database));
    expect(database.prepare('SELECT * FROM sqlite_schema').all()).toEqual(before);
  });

  test.each(VERSIONS)('to version %d that fails half-way leaves the version before, with its rows', (version) => {
    const before = VERSIONS.filter((earlier) => earlier < version).at(-1) ?? 0;
    fill(before);
    const rows = contents();
    const schema = database.prepare('SELECT * FROM sqlite_schema').all();
    const obstacle = IN_THE_WAY[version];
    expect(obstacle).toBeDefined();
    database.exec(obstacle!.put);
    expect(migrate(database)).toMatchObject({ ok: false, error: { version } });
    database.exec(obstacle!.away);
    expect([versionOf(), database.prepare('SELECT * FROM sqlite_schema').all(), contents()]).toEqual([
      before,
      schema,
      rows,
    ]);
    value(migrate(database));
    expect(versionOf()).toBe(LATEST_VERSION);
  });

  test('finds a countdown that an earlier version had set by whose it is', () => {
    value(migrate(database, 50));
    for (const version of [10, 20, 30]) database.exec(ROWS[version] ?? '');
    value(migrate(database));
    const callback = new CallbackTables(database).get('b1' as CallbackId);
    expect(callback).toMatchObject({ promisedDueAt: 1772424100000, dueAt: 1772424100000 });
    new CountdownTable(database, { memory: () => new Memory() }).removeOfCallback('b1' as CallbackId);
    expect(database.prepare('SELECT id FROM countdown').all()).toEqual([]);
  });

  test('to version 70 places events and edits as they were written, and gives edits to their contact', () => {
    value(migrate(database, 60));
    // The clock was set back by an hour during the first contact; the second one is about the same case.
    const noon = 1772416800000;
    const hour = 3_600_000;
    const op = (seq: number, entity: string, id: string, body: object, kind = 'append'): string =>
      `INSERT INTO outbox VALUES (${seq}, '${entity}', '${id}', '${kind}', '${JSON.stringify(body)}', ${noon}, ${seq}, '', '');`;
    database.exec(`
      INSERT INTO customer VALUES ('u', '', 0, '', '', 0);
      INSERT INTO service_case VALUES ('k', '1', 'u', NULL, '{}', 'open', '', 'p', 0, 0);
      INSERT INTO contact VALUES ('c1', 'k', '', 'p', 0, ${noon}, '{}', 2), ('c2', 'k', '', 'p', 1, ${noon}, '{}', 1);
      INSERT INTO contact_event VALUES ('c1', 1, ${noon}, '{}'), ('c1', 2, ${noon - hour}, '{}'), ('c2', 1, ${noon}, '{}');
      INSERT INTO case_revision VALUES (1, 'k', 'facts', '', 'in c1', ${noon - hour}, '', ''),
        (2, 'k', 'facts', '', 'in c2', ${noon}, '', '');
      ${op(1, 'contact', 'c1', {}, 'insert')}
      ${op(2, 'contact-event', 'c1', { seq: 1 })}
      ${op(3, 'case-revision', 'k', {})}
      ${op(4, 'contact-event', 'c1', { seq: 2 })}
      ${op(5, 'contact', 'c2', {}, 'insert')}
      ${op(6, 'contact-event', 'c2', { seq: 1 })}
      ${op(7, 'case-revision', 'k', {})}`);
    value(migrate(database, 70));
    const written = (columns: string, table: string): unknown[] =>
      database.prepare(`SELECT ${columns} FROM ${table} ORDER BY written_wall, written_counter`).raw().all();
    expect(written('contact_id, seq, written_counter', 'contact_event')).toEqual([
      ['c1', 1, 2],
      ['c1', 2, 4],
      ['c2', 1, 6],
    ]);
    expect(written('contact_id, value, written_counter', 'case_revision')).toEqual([
      ['c1', 'in c1', 3],
      ['c2', 'in c2', 7],
    ]);
  });

  test('to version 80 makes customers found by their number however it was written', () => {
    value(migrate(database, 70));
    database.exec(`INSERT INTO customer VALUES ('u1', '', 0, '', '+86 138 0000 1234', 0), ('u2', '', 0, '', '', 0)`);
    value(migrate(database, 80));
    expect(database.prepare('SELECT id, phone, phone_key FROM customer').raw().all()).toEqual([
      ['u1', '+86 138 0000 1234', '13800001234'],
      ['u2', '', ''],
    ]);
  });

  test('to version 100 completes the ops that no service has seen, and chains them anew', () => {
    value(migrate(database, 80));
    const at = 1772416800000;
    const op = (seq: number, entity: string, id: string, kind: string, body: object): string =>
      `INSERT INTO outbox VALUES (${seq}, '${entity}', '${id}', '${kind}', '${JSON.stringify(body)}', ${at}, ${seq}, 'x', 'y');`;
    database.exec(`
      INSERT INTO device VALUES (1, 'd1', 5, 'y', ${at}, 5);
      INSERT INTO customer VALUES ('u', '', 0, '', '', 0, '');
      INSERT INTO contact VALUES ('c1', NULL, '', 'p', 0, 77, '{}', 2);
      ${op(1, 'customer', 'u', 'insert', { phone: '021' })}
      ${op(2, 'case', 'k', 'insert', { number: '1', customerId: 'u', scenario: null, owner: '周宁', packHash: 'p', at: 9 })}
      ${op(3, 'customer', 'u', 'update', { 'customer.surname': '欧阳' })}
      ${op(4, 'customer', 'u', 'update', { 'customer.surnameDeclined': 'true' })}
      ${op(5, 'contact', 'c1', 'insert', { caseId: null, phone: '', packHash: 'p' })}`);
    value(migrate(database));
    const ops = new Outbox(database).after(0, { ops: 10, length: 1_000_000 }, 'branch:1');
    expect(ops.map(({ body }) => body)).toEqual([
      { phone: '021', createdAt: at },
      { number: '1', customerId: 'u', scenario: null, owner: '周宁', packHash: 'p', openedAt: 9, status: 'open' },
      { surname: '欧阳' },
      { surnameDeclined: true },
      { caseId: null, phone: '', packHash: 'p', openedAt: 77, agent: '' },
    ]);
    const chain = ops.reduce((prev, each) => hashOp('d1', each, prev, (text) => hash('sha256', text)), CHAIN_START);
    expect(new Outbox(database).hashOf(5)).toBe(chain);
    expect(database.prepare('SELECT last_hash FROM device').pluck().get()).toBe(chain);
  });

  test('numbers grow', () => {
    expect(VERSIONS).toEqual([...new Set(VERSIONS)].sort((a, b) => a - b));
  });
});

/** The newest schema with the rows that earlier versions wrote. */
function withRows(): void {
  for (const version of VERSIONS) {
    value(migrate(database, version));
    database.exec(ROWS[version] ?? '');
  }
}

describe('the schema', () => {
  test('every table is STRICT', () => {
    value(migrate(database));
    const list = database.pragma('table_list') as { name: string; strict: number; schema: string }[];
    const ours = list.filter(({ name }) => tables().includes(name));
    expect(ours.length).toBe(tables().length);
    expect(ours.filter(({ strict }) => strict !== 1)).toEqual([]);
  });

  test.each(['contact_event', 'case_revision', 'callback_attempt'])('%s is only ever added to', (table) => {
    withRows();
    const before = database.prepare(`SELECT * FROM ${table}`).all();
    expect(before.length).toBeGreaterThan(0);
    expect(() => database.exec(`UPDATE ${table} SET at = 0`)).toThrow(`${table} is append-only`);
    expect(() => database.exec(`DELETE FROM ${table}`)).toThrow(`${table} is append-only`);
    expect(database.prepare(`SELECT * FROM ${table}`).all()).toEqual(before);
  });

  test('what waits in the outbox is not changed', () => {
    withRows();
    expect(() => database.exec(`UPDATE outbox SET body = '{}'`)).toThrow('outbox is append-only');
  });

  test('a row that refers to nothing is refused', () => {
    value(migrate(database));
    expect(() =>
      database.exec(`INSERT INTO contact_event (contact_id, seq, at, body, written_wall, written_counter)
        VALUES ('nobody', 1, 0, '{}', 0, 0)`),
    ).toThrow('FOREIGN KEY');
    expect(() => database.exec(`INSERT INTO draft VALUES ('no-case', 'facts', '', 0, NULL)`)).toThrow('FOREIGN KEY');
  });
});

describe('an opened database', () => {
  test('keeps every commit through a power cut: write-ahead log, synchronous FULL, foreign keys', () => {
    const folder = temporaryFolder();
    const opened = value(openDatabase(folder.path, TEST_KEY));
    const pragma = (name: string): unknown => opened.pragma(name, { simple: true });
    expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys'), pragma('secure_delete')]).toEqual([
      ...['wal', 2, 1, 1],
    ]);
    opened.close();
    folder.remove();
  });

  test('of a newer version is refused and left as it is', () => {
    const folder = temporaryFolder();
    const newer = value(openDatabase(folder.path, TEST_KEY));
    newer.pragma(`user_version=${LATEST_VERSION + 10}`);
    newer.close();
    expect(openDatabase(folder.path, TEST_KEY)).toEqual({
      ok: false,
      error: { code: 'database-from-newer-version', found: LATEST_VERSION + 10, known: LATEST_VERSION },
    });
    folder.remove();
  });

  test('with another key is refused, and opens with its own as before', () => {
    const folder = temporaryFolder();
    value(openDatabase(folder.path, TEST_KEY)).close();
    expect(openDatabase(folder.path, new Uint8Array(32).fill(8))).toEqual({ ok: false, error: { code: 'key-wrong' } });
    value(openDatabase(folder.path, TEST_KEY)).close();
    folder.remove();
  });
});

test('version 120 gives every stamp a name', () => {
  fill(110);
  const stamp = '{"wall":1,"counter":0,"device":"d","op":1}';
  database.prepare(`INSERT INTO row_version VALUES ('case', 'k2', 's', 8, ?, ?)`).run(stamp, `{"owner":${stamp}}`);
  value(migrate(database, 120));
  const { made, stamps } = database
    .prepare<[], { made: string; stamps: string }>(`SELECT made, stamps FROM row_version WHERE id = 'k2'`)
    .get()!;
  const named = { wall: 1, counter: 0, device: 'd', op: 1, name: '' };
  expect([JSON.parse(made), JSON.parse(stamps)]).toEqual([named, { owner: named }]);
});

test('version 140 keeps who made a row and when, and which fields were written later', () => {
  fill(130);
  const made = { wall: 1, counter: 0, device: 'd', op: 1, name: '' };
  const later = { wall: 1772416800000, counter: 3, device: 'e"\n', op: 9, name: 'n"' };
  const insert = database.prepare(`INSERT INTO row_version VALUES ('case', ?, 's', 8, ?, ?, ?)`);
  insert.run('k2', JSON.stringify(later), JSON.stringify({ owner: made, 'fields.facts': later }), 0);
  insert.run('k3', JSON.stringify(made), '{}', 1);
  value(migrate(database));
  const versions = new SyncTables(database);
  const version = (id: string): unknown => versions.version({ entity: 'case', id });
  expect(version('k1')).toEqual({ entity: 'case', id: 'k1', stream: 'branch:甲', seq: 7, made, stamps: {} });
  const k2 = { entity: 'case', id: 'k2', stream: 's', seq: 8, made: later };
  expect(version('k2')).toEqual({ ...k2, stamps: { owner: made, 'fields.facts': later } });
  expect(version('k3')).toEqual({ entity: 'case', id: 'k3', stream: 's', seq: 8, made, stamps: {}, ahead: true });
  expect(database.prepare('SELECT id FROM maker ORDER BY id').pluck().all()).toEqual(['d', 'e"\n']);
});
