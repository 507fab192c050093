import type { EpochMs } from '#shared/base/clock.ts';
import type { CallbackId, CaseId, ContactId } from '#shared/base/ids.ts';
import { contactEventSchema, type ContactEvent } from '#shared/domain/contact/event.ts';
import { applyEvent } from '#shared/domain/contact/apply.ts';
import { isOpen, type ContactState } from '#shared/domain/contact/state.ts';
import { Memory, type Memories } from '../database/memory.ts';
import type { Sqlite } from '../database/open.ts';
import type { Unit } from '../database/store.ts';

export interface ContactRow {
  readonly id: ContactId;
  readonly caseId: CaseId | null;
  /** As it was shown by the line or typed, before there is a customer. */
  readonly phone: string;
  readonly packHash: string;
  readonly state: ContactState;
  readonly events: number;
  /** This desk's; another desk's contact is read and never acted on, except that a debt of it can be paid. */
  readonly own: boolean;
  /** Who had it. */
  readonly agent: string;
}

interface Stored {
  readonly id: string;
  readonly case_id: string | null;
  readonly phone: string;
  readonly pack_hash: string;
  readonly state: string;
  readonly events: number;
  readonly device: string;
  readonly agent: string;
}

/** An open contact is written anew after so many events; what came after that is folded in when it is read from the disk. */
const STATE_EVERY = 50;

const NOTHING_YET: Pick<ContactRow, 'state' | 'events'> = { state: { phase: 'none' }, events: 0 };

const COLUMNS = 'id, case_id, phone, pack_hash, state, events, device, agent';

/**
 * The tables `contact_event` (facts, append-only) and `contact` (what they make of it). While a contact is open its row lags
 * behind its events: the state is by far the longest that a command would write, and can be had from them at any time.
 */
export class ContactLog {
  readonly #database: Sqlite;
  readonly #rows: Memory<ContactId, ContactRow | null>;
  readonly #open: Memory<'open', readonly ContactId[]>;
  readonly #lastClose: Memory<'last', EpochMs>;

  constructor(database: Sqlite, memories: Memories = { memory: () => new Memory() }) {
    this.#database = database;
    this.#rows = memories.memory();
    this.#open = memories.memory();
    this.#lastClose = memories.memory();
  }

  insert(
    unit: Unit,
    row: { id: ContactId; caseId: CaseId | null; phone: string; packHash: string },
    agent: string,
  ): ContactRow {
    this.#database
      .prepare(
        `INSERT INTO contact (id, case_id, phone, pack_hash, is_open, opened_at, state, events, agent)
         VALUES (?, ?, ?, ?, 1, ?, ?, 0, ?)`,
      )
      .run(row.id, row.caseId, row.phone, row.packHash, unit.now, JSON.stringify({ phase: 'none' }), agent);
    const body = { ...row, id: undefined, openedAt: unit.now, agent };
    unit.journal({ entity: 'contact', id: row.id, kind: 'insert', body });
    this.#open.forget();
    return this.#written({ ...row, state: { phase: 'none' }, events: 0, own: true, agent });
  }

  /** Appends events that led from `row` to `state`; the projection is written beside them when it must be. */
  append(unit: Unit, row: ContactRow, events: readonly ContactEvent[], state: ContactState): ContactRow {
    const insert = this.#database.prepare(
      'INSERT INTO contact_event (contact_id, seq, at, body, written_wall, written_counter) VALUES (?, ?, ?, ?, ?, ?)',
    );
    const items = unit.touched.timeline.get(row.id) ?? [];
    const by = row.own ? row.agent : '';
    let seq = row.events;
    for (const event of events) {
      seq += 1;
      const written = unit.journal({
        entity: 'contact-event',
        id: row.id,
        kind: 'append',
        body: { seq, at: unit.now, event },
      });
      insert.run(row.id, seq, unit.now, JSON.stringify(event), written.wall, written.counter);
      items.push({ kind: 'event', seq, at: unit.now, by, written, event });
    }
    const open = isOpen(state);
    const wasOpen = row.state.phase !== 'closed';
    const full = Math.floor(row.events / STATE_EVERY) < Math.floor(seq / STATE_EVERY);
    if (!open || !wasOpen || !row.own || full) this.#write(row.id, state, seq);
    // The index of open contacts is only written when a contact opens or closes, not with each event.
    if (row.own && open !== wasOpen) {
      this.#open.forget();
      this.#database.prepare('UPDATE contact SET is_open = ? WHERE id = ?').run(open ? 1 : 0, row.id);
    }
    unit.touched.timeline.set(row.id, items);
    unit.touched.contacts = true;
    if (!open || !wasOpen) this.#lastClose.forget();
    return this.#written({ ...row, state, events: seq });
  }

  #write(id: ContactId, state: ContactState, events: number): void {
    this.#database
      .prepare('UPDATE contact SET state = ?, events = ? WHERE id = ?')
      .run(JSON.stringify(state), events, id);
  }

  attachCase(unit: Unit, row: ContactRow, caseId: CaseId): ContactRow {
    // A countdown tells who it is about.
    unit.touched.allCountdowns = true;
    unit.journal({ entity: 'contact', id: row.id, kind: 'update', body: { caseId } });
    this.#database.prepare('UPDATE contact SET case_id = ? WHERE id = ?').run(caseId, row.id);
    return this.#written({ ...row, caseId });
  }

  #written(row: ContactRow): ContactRow {
    this.#rows.put(row.id, row);
    return row;
  }

  get(id: ContactId): ContactRow | null {
    return this.#row(id);
  }

  #row(id: ContactId): ContactRow | null {
    return this.#rows.of(id, () => {
      const row = this.#database.prepare<[string], Stored>(`SELECT ${COLUMNS} FROM contact WHERE id = ?`).get(id);
      if (row === undefined) return null;
      return fromStored(row, this.#foldStored(row));
    });
  }

  #foldStored({ id, state, events }: Stored): Pick<ContactRow, 'state' | 'events'> {
    try {
      return this.fold(id as ContactId, { state: JSON.parse(state) as ContactState, events });
    } catch {
      // What was stored of it is damaged: the facts still say what it is.
      return this.fold(id as ContactId);
    }
  }

  /** Contacts that are not closed, in the order in which they came, whatever the clock on the wall was set to. */
  open(): readonly ContactRow[] {
    const ids = this.#open.of(
      'open',
      () =>
        this.#database
          .prepare<[], string>('SELECT id FROM contact WHERE is_open = 1 ORDER BY rowid')
          .pluck()
          .all() as ContactId[],
    );
    return ids.flatMap((id) => this.#row(id) ?? []);
  }

  /** Contacts closed between two moments, both included, oldest first. */
  closedBetween(from: EpochMs, to: EpochMs): readonly ContactRow[] {
    if (this.#lastClose.of('last', () => this.#findLastClose()) < from) return [];
    return this.#database
      .prepare<[number, number], string>(
        `SELECT id FROM contact
         WHERE is_open = 0 AND device = '' AND json_extract(state, '$.closedAt') BETWEEN ? AND ?
         ORDER BY opened_at, id`,
      )
      .pluck()
      .all(from, to)
      .flatMap((id) => this.#row(id as ContactId) ?? []);
  }

  #findLastClose(): EpochMs {
    const last = this.#database
      .prepare<[], EpochMs | null>(
        `SELECT max(json_extract(state, '$.closedAt')) FROM contact INDEXED BY contact_by_close WHERE is_open = 0`,
      )
      .pluck()
      .get();
    return last ?? Number.NEGATIVE_INFINITY;
  }

  /** Contacts, open or closed, in which something is still running out. */
  withCountdowns(): readonly ContactRow[] {
    return this.#database
      .prepare<[], string>('SELECT DISTINCT contact_id FROM countdown WHERE contact_id IS NOT NULL')
      .pluck()
      .all()
      .flatMap((id) => this.#row(id as ContactId) ?? []);
  }

  ofCase(caseId: CaseId): readonly ContactRow[] {
    return this.#database
      .prepare<[string], string>('SELECT id FROM contact WHERE case_id = ? ORDER BY opened_at, id')
      .pluck()
      .all(caseId)
      .flatMap((id) => this.#row(id as ContactId) ?? []);
  }

  /** Whether something in it is still running out. */
  hasCountdowns(id: ContactId): boolean {
    return (
      this.#database.prepare<[string], number>('SELECT 1 FROM countdown WHERE contact_id = ? LIMIT 1').get(id) !==
      undefined
    );
  }

  lastOfCase(caseId: CaseId): ContactRow | null {
    const id = this.#database
      .prepare<[string], string>('SELECT id FROM contact WHERE case_id = ? ORDER BY opened_at DESC, rowid DESC LIMIT 1')
      .pluck()
      .get(caseId);
    return id === undefined ? null : this.#row(id as ContactId);
  }

  /** The state and the count of a contact to which another desk has added. */
  refold(id: ContactId): void {
    const { state, events } = this.fold(id);
    this.#database
      .prepare(`UPDATE contact SET state = ?, is_open = (device = '' AND ?), events = ? WHERE id = ?`)
      .run(JSON.stringify(state), isOpen(state) ? 1 : 0, events, id);
  }

  /**
   * What the facts of a contact make of it, from what those before made of it. Two desks may have done the same thing without a
   * link: both are on the timeline, and what does not fit any more changes nothing.
   */
  fold(
    id: ContactId,
    before: Pick<ContactRow, 'state' | 'events'> = NOTHING_YET,
  ): Pick<ContactRow, 'state' | 'events'> {
    let { state, events } = before;
    for (const { seq, at, event } of this.events(id, events)) {
      const applied = applyEvent(state, event, at);
      if (applied.ok) state = applied.value;
      events = seq;
    }
    return { state, events };
  }

  /** The facts of a contact in their order, from the one after `after` on, checked on the way out. */
  events(
    id: ContactId,
    after = 0,
  ): readonly { readonly seq: number; readonly at: EpochMs; readonly event: ContactEvent }[] {
    return this.#database
      .prepare<[string, number], { seq: number; at: number; body: string }>(
        'SELECT seq, at, body FROM contact_event WHERE contact_id = ? AND seq > ? ORDER BY seq, device',
      )
      .all(id, after)
      .map(({ seq, at, body }) => ({ seq, at, event: contactEventSchema.parse(JSON.parse(body)) }));
  }
}

/** The promise that is to be kept by this contact. */
export function callbackOf({ state }: ContactRow): CallbackId | null {
  return state.phase === 'none' ? null : (state.head.callback as CallbackId | null);
}

function fromStored(row: Stored, { state, events }: Pick<ContactRow, 'state' | 'events'>): ContactRow {
  return {
    id: row.id as ContactId,
    caseId: row.case_id as CaseId | null,
    phone: row.phone,
    packHash: row.pack_hash,
    ...{ state, events },
    own: row.device === '',
    agent: row.agent,
  };
}
