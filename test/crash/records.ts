import { hash } from 'node:crypto';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { ContactId } from '#shared/base/ids.ts';
import { applyEvent } from '#shared/domain/contact/apply.ts';
import { deadlinesOf } from '#shared/domain/contact/deadlines.ts';
import { NO_CONTACT, type ContactState } from '#shared/domain/contact/state.ts';
import { isCustomerField } from '#shared/domain/case/fields.ts';
import { contactPolicy } from '#shared/domain/pack/policy.ts';
import { ContactLog, type ContactRow } from '#core/contacts/contact-log.ts';
import { CHAIN_START, hashOp, type Change, type Values } from '#shared/domain/sync/op.ts';
import { openDatabase, type Sqlite } from '#core/database/open.ts';
import { daysIn, localTimeZone } from '#core/time-of-day.ts';
import { temporaryFolder, value, zhPack } from '#kit/desk.ts';

export interface Records {
  readonly contacts: readonly ContactRow[];
  /** `<contact> <type>` to how many. */
  readonly events: ReadonlyMap<string, number>;
  /** `<case> <field>` to the text, drafts over what is settled. */
  readonly texts: ReadonlyMap<string, string>;
  readonly callbacks: readonly string[];
  readonly outbox: number;
  /** What is wrong with the records in themselves; empty when nothing is. */
  readonly faults: readonly string[];
}

/** Reads a copy of a data folder as a crash left it; the folder itself is left for the desk to recover. */
export function readRecords(dataFolder: string): Records {
  const copy = temporaryFolder('records');
  try {
    for (const name of ['desk.sqlite', 'desk.sqlite-wal', 'desk.sqlite-journal', 'desk.key', 'desk.key-mark']) {
      try {
        cpSync(join(dataFolder, name), join(copy.path, name));
      } catch {
        // Not every moment has every file.
      }
    }
    const key = Buffer.from(readFileSync(join(copy.path, 'desk.key'), 'utf8'), 'hex');
    const database = value(openDatabase(copy.path, key));
    try {
      return read(database);
    } finally {
      database.close();
    }
  } finally {
    copy.remove();
  }
}

function read(database: Sqlite): Records {
  const faults: string[] = [];
  const integrity = database.pragma('integrity_check', { simple: true });
  if (integrity !== 'ok') faults.push(`integrity_check: ${String(integrity)}`);
  if ((database.pragma('foreign_key_check') as unknown[]).length > 0) faults.push('foreign_key_check');

  const log = new ContactLog(database);
  const ids = database.prepare<[], string>('SELECT id FROM contact ORDER BY id').pluck().all() as ContactId[];
  const contacts = ids.map((id) => log.get(id)!);
  const events = new Map<string, number>();
  for (const row of contacts) faults.push(...replay(database, log, row, events));
  faults.push(...chain(database));
  const texts = new Map<string, string>();
  faults.push(...revisions(database, texts));
  const callbacks = database.prepare<[], string>('SELECT id FROM callback').pluck().all();
  const outbox = database.prepare<[], number>('SELECT count(*) FROM outbox').pluck().get() ?? 0;
  return { contacts, events, texts, callbacks, outbox, faults };
}

/** The log of a contact is dense, gives its state when it is replayed, and its countdowns are those of that state. */
function replay(database: Sqlite, log: ContactLog, row: ContactRow, counts: Map<string, number>): readonly string[] {
  const faults: string[] = [];
  const seqs = database
    .prepare<[string], number>('SELECT seq FROM contact_event WHERE contact_id = ? ORDER BY seq')
    .pluck()
    .all(row.id);
  if (seqs.some((seq, index) => seq !== index + 1)) faults.push(`${row.id}: the event log is not dense`);
  if (seqs.length !== row.events) faults.push(`${row.id}: ${seqs.length} events, counted ${row.events}`);
  let state: ContactState = NO_CONTACT;
  for (const { at, event } of log.events(row.id)) {
    counts.set(`${row.id} ${event.type}`, (counts.get(`${row.id} ${event.type}`) ?? 0) + 1);
    const applied = applyEvent(state, event, at);
    if (applied.ok) state = applied.value;
    else faults.push(`${row.id}: ${event.type} does not fit`);
  }
  if (canonicalJson(state) !== canonicalJson(row.state))
    faults.push(`${row.id}: the stored state is not the replayed one`);
  const deadlines = deadlinesOf(state, contactPolicy(zhPack().pack), daysIn(localTimeZone()));
  const demanded = deadlines.map(({ key, dueAt }) => `${key} ${dueAt}`).sort();
  const stored = database
    .prepare<[string], string>(`SELECT key || ' ' || due_at FROM countdown WHERE contact_id = ?`)
    .pluck()
    .all(row.id)
    .sort();
  if (demanded.join() !== stored.join()) faults.push(`${row.id}: countdowns ${stored.join()} for ${demanded.join()}`);
  return faults;
}

interface Op extends Omit<Change, 'body'> {
  readonly seq: number;
  readonly wall: number;
  readonly counter: number;
  readonly prev: string;
  readonly hash: string;
  readonly body: string;
}

/** The outbox is dense and its hashes hold; it has each event and each revision exactly once. */
function chain(database: Sqlite): readonly string[] {
  const faults: string[] = [];
  const device = database
    .prepare<[], { id: string; seq: number; hash: string }>('SELECT id, last_seq AS seq, last_hash AS hash FROM device')
    .get();
  if (device === undefined) return [];
  let prev = CHAIN_START;
  let seq = 0;
  const appended: string[] = [];
  const hashes: string[] = [];
  const ops = database.prepare<[], Op>(
    `SELECT dev_seq AS seq, entity, entity_id AS id, kind, body, clock_wall AS wall, clock_counter AS counter,
       prev_hash AS prev, hash FROM outbox ORDER BY dev_seq`,
  );
  for (const op of ops.iterate()) {
    seq += 1;
    const body = JSON.parse(op.body) as Values;
    const own = hashOp(device.id, { ...op, seq, body }, prev, (text) => hash('sha256', text));
    if (op.seq !== seq || op.prev !== prev || op.hash !== own) faults.push(`op ${op.seq}: not dense or not chained`);
    prev = op.hash;
    hashes.push(op.hash);
    if (op.entity === 'contact-event')
      appended.push(`${op.id} ${canonicalJson(body.seq)} ${canonicalJson(body.event)}`);
  }
  if (device.seq > 0 && hashes[device.seq - 1] !== device.hash)
    faults.push('the outbox has lost what the device wrote down');
  const written = database
    .prepare<[], { id: string; seq: number; body: string }>('SELECT contact_id AS id, seq, body FROM contact_event')
    .all()
    .map((event) => `${event.id} ${event.seq} ${canonicalJson(JSON.parse(event.body))}`);
  if (written.sort().join('\n') !== appended.sort().join('\n')) faults.push('events and outbox differ');
  return faults;
}

/** Revisions follow each other without a gap and end in what is stored. */
function revisions(database: Sqlite, texts: Map<string, string>): readonly string[] {
  const faults: string[] = [];
  const all = database.prepare<[], { id: string; field: string; before: string; value: string }>(
    'SELECT case_id AS id, field, before, value FROM case_revision ORDER BY seq',
  );
  for (const { id, field, before, value: text } of all.iterate()) {
    const key = `${id} ${field}`;
    if (!isCustomerField(field) && (texts.get(key) ?? '') !== before) faults.push(`${key}: a revision is missing`);
    texts.set(key, text);
  }
  const cases = database.prepare<[], { id: string; fields: string }>('SELECT id, fields FROM service_case').all();
  const settled = new Map(
    cases.flatMap(({ id, fields }) =>
      Object.entries(JSON.parse(fields) as Record<string, string>).map(([field, text]) => [`${id} ${field}`, text]),
    ),
  );
  for (const [key, text] of texts) {
    if (!isCustomerField(key.split(' ')[1] ?? '') && settled.get(key) !== text)
      faults.push(`${key}: stored is not revised`);
  }
  const drafts = database
    .prepare<[], { id: string; field: string; value: string }>('SELECT case_id AS id, field, value FROM draft')
    .all();
  for (const draft of drafts) texts.set(`${draft.id} ${draft.field}`, draft.value);
  return faults;
}
