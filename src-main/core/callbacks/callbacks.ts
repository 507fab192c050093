import type { EpochMs } from '#shared/base/clock.ts';
import type { CallbackId, CaseId, ContactId } from '#shared/base/ids.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import type { Page } from '#shared/contract/rpc.ts';
import type { CallbackView } from '#shared/contract/views.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import type { Cases } from '../cases/cases.ts';
import type { Countdowns } from '../countdowns/countdowns.ts';
import type { Store, Unit } from '../database/store.ts';
import { newId } from '../ids.ts';
import { readPage } from '../desk/page.ts';
import { CallbackTables, type CallbackRow } from './callback-tables.ts';

export interface NewCallback {
  readonly caseId: CaseId;
  readonly contactId: ContactId | null;
  readonly dueAt: EpochMs;
  readonly reason: string;
  /** Whose rules it follows. */
  readonly pack: Pack;
}

/** R-CB-1 … R-CB-4: what was promised to be called back, by whom, until when, and what became of each attempt. */
export class Callbacks {
  readonly #store: Store;
  readonly #tables: CallbackTables;
  readonly #countdowns: () => Countdowns;
  readonly #cases: Cases;
  readonly #who: () => string;

  constructor(parts: { store: Store; countdowns: () => Countdowns; cases: Cases; who: () => string }) {
    this.#store = parts.store;
    this.#tables = new CallbackTables(parts.store.database);
    this.#countdowns = parts.countdowns;
    this.#cases = parts.cases;
    this.#who = parts.who;
  }

  create(unit: Unit, callback: NewCallback): CallbackId {
    const id = newId<'callback'>(unit.now);
    const { caseId, contactId, dueAt, reason } = callback;
    const row = { id, caseId, contactId, owner: this.#who(), promisedAt: unit.now, dueAt, reason };
    this.#tables.insert(row);
    unit.journal({ entity: 'callback', id, kind: 'insert', body: { ...row, id: undefined, status: 'open' } });
    this.#startCountdown(unit, id, dueAt, callback.pack);
    unit.touched.lists = true;
    return id;
  }

  get(id: CallbackId): CallbackRow | null {
    return this.#tables.get(id);
  }

  openOfCase(caseId: CaseId): number {
    return this.#tables.openOfCase(caseId);
  }

  /** The customer was reached: the promise is kept. */
  keep(unit: Unit, id: CallbackId, pack: Pack, contactId: ContactId): void {
    this.recordAttempt(unit, id, outcomeOfKind(pack, 'reached'), contactId);
    this.finish(unit, id, 'kept');
  }

  /** An attempt that reached nobody, or somebody else; the next one is planned at once (R-CB-4). */
  attemptFailed(unit: Unit, id: CallbackId, outcome: string, pack: Pack, contactId: ContactId): void {
    this.recordAttempt(unit, id, outcome, contactId);
    const row = this.#tables.get(id);
    if (row?.status !== 'open') return;
    // A deadline that is still ahead was promised to the customer: the next attempt has until then.
    if (row.dueAt > unit.now) return;
    this.move(unit, id, unit.now + pack.callback.retryAfterMs, pack);
  }

  reschedule(id: CallbackId, dueAt: EpochMs, outcome: string | null, pack: Pack): Result<{ dueAt: EpochMs }, Failure> {
    return this.#store.write((unit) => {
      const open = this.#requireOpen(id);
      if (!open.ok) return open;
      if (outcome !== null) {
        // That the customer was reached is told by the contact, and keeps the promise.
        if (!pack.callback.outcomes.some(({ id: known, kind }) => known === outcome && kind !== 'reached')) {
          return failure('not-in-pack', { kind: 'outcome', id: outcome });
        }
        this.recordAttempt(unit, id, outcome, null);
      }
      this.move(unit, id, dueAt, pack);
      return ok({ dueAt });
    });
  }

  /** Another time was agreed for the same promise. */
  move(unit: Unit, id: CallbackId, dueAt: EpochMs, pack: Pack): void {
    unit.journal({ entity: 'callback', id, kind: 'update', body: { dueAt } });
    this.#tables.setDue(id, dueAt);
    this.#startCountdown(unit, id, dueAt, pack);
    unit.touched.lists = true;
  }

  withdraw(unit: Unit, id: CallbackId): Result<CallbackRow, Failure> {
    const open = this.#requireOpen(id);
    if (open.ok) this.finish(unit, id, 'withdrawn');
    return open;
  }

  /** This desk will call back. Who is first at the service keeps it; until then it is taken here. */
  take(id: CallbackId, pack: Pack): Result<void, Failure> {
    const device = this.#store.journal.device;
    return this.#store.write((unit) => {
      const open = this.#requireOpen(id);
      if (!open.ok) return open;
      if (this.#isMine(open.value)) return failure('nothing-to-do');
      const { takenBy, dueAt } = open.value;
      if (takenBy !== null) return failure('callback-taken');
      const taken = { device, name: this.#who() };
      unit.journal({ entity: 'callback', id, kind: 'update', body: { takenBy: taken } });
      this.#tables.setTaken(id, taken);
      this.#startCountdown(unit, id, dueAt, pack);
      unit.touched.lists = true;
      return ok();
    });
  }

  /** Fields of it came from elsewhere: its countdown runs where it is to be kept, and anew when these say so. */
  follow(unit: Unit, id: CallbackId, changed: ReadonlySet<string>, pack: Pack): void {
    const row = this.#tables.get(id);
    const isAnother = ['dueAt', 'takenBy', 'status'].some((field) => changed.has(field));
    if (row?.status !== 'open' || !this.#isMine(row)) this.#countdowns().endCallback(unit, id);
    else if (isAnother) this.#startCountdown(unit, id, row.promisedDueAt, pack);
  }

  #isMine({ takenBy, device }: CallbackRow): boolean {
    return takenBy === null ? device === '' : takenBy.device === this.#store.journal.device;
  }

  list(status: 'open' | 'all', before: string | null, limit: number): Page<CallbackView> {
    const page = readPage(
      limit,
      (count) => this.#tables.page(status, before, count),
      (last) => `${last.promisedDueAt}|${last.id}`,
    );
    return { items: page.items.flatMap((row) => this.#view(row) ?? []), next: page.next };
  }

  #view(row: CallbackRow): CallbackView | null {
    const matter = this.#cases.view(row.caseId);
    if (matter === null) return null;
    const { id, caseId, promisedAt, dueAt, reason, status } = row;
    const attempts = this.#tables.attempts(id);
    const { number: caseNumber, customer } = matter;
    const who = { owner: row.owner, takenBy: row.takenBy?.name ?? null, mine: this.#isMine(row) };
    const number = this.#cases.numberToCall(caseId);
    return { id, caseId, caseNumber, ...who, customer, number, promisedAt, dueAt, reason, status, attempts };
  }

  #requireOpen(id: CallbackId): Result<CallbackRow, Failure> {
    const row = this.#tables.get(id);
    if (row === null) return failure('callback-not-found');
    return row.status === 'open' ? ok(row) : failure('callback-not-open');
  }

  recordAttempt(unit: Unit, id: CallbackId, outcome: string, contactId: ContactId | null): void {
    const seq = this.#tables.insertAttempt(id, unit.now, outcome, contactId);
    const body = { seq, at: unit.now, outcome, contactId };
    unit.journal({ entity: 'callback-attempt', id, kind: 'append', body });
    unit.touched.lists = true;
  }

  finish(unit: Unit, id: CallbackId, status: 'kept' | 'withdrawn'): void {
    unit.journal({ entity: 'callback', id, kind: 'update', body: { status } });
    this.#tables.setStatus(id, status);
    this.#countdowns().endCallback(unit, id);
    unit.touched.lists = true;
  }

  /** The owner is reminded when the pack says (R-CB-3). */
  #startCountdown(
    unit: Unit,
    id: CallbackId,
    dueAt: EpochMs,
    { callback: { warnBeforeMs, shortWarnAfter } }: Pack,
  ): void {
    const startsAt = unit.now;
    const soonest = startsAt + Math.round((dueAt - startsAt) * shortWarnAfter);
    const warnAt = Math.max(dueAt - warnBeforeMs, soonest);
    this.#countdowns().setCallback(unit, id, { startsAt, warnAt, dueAt });
  }
}

export function outcomeOfKind(pack: Pack, kind: Pack['callback']['outcomes'][number]['kind']): string {
  return pack.callback.outcomes.find((outcome) => outcome.kind === kind)?.id ?? kind;
}
