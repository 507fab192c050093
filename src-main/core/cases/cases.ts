import type { Clock, EpochMs, Millis } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { CaseId, CustomerId } from '#shared/base/ids.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import { MAX_TEXT, type CarriedOver, type Page } from '#shared/contract/rpc.ts';
import type { CaseStatus, CaseView } from '#shared/contract/views.ts';
import { CUSTOMER_FIELDS, isCustomerField, isKnownField, type CustomerField } from '#shared/domain/case/fields.ts';
import type { ContactState } from '#shared/domain/contact/state.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { numberToCall } from '#shared/domain/case/number-to-call.ts';
import type { Change } from '../database/journal.ts';
import type { Store, Unit } from '../database/store.ts';
import { newId } from '../ids.ts';
import { Rest } from '../rest.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';
import { carried, differing } from './carried.ts';
import { caseNumber } from './case-number.ts';
import { CaseTables, type CaseRange, type CaseRow, type Draft } from './case-tables.ts';
import { CaseViews } from './case-views.ts';

/** After so much rest in the typing, a revision is made of it. */
const SETTLE_AFTER: Millis = 3_000;

/**
 * The customer's matter: fields, customer, notes. What is typed is on disk at once as a draft; when the typing rests, each
 * edited field becomes one revision, so that the history has what was meant and not every letter.
 */
export class Cases implements Disposable {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #packs: PackShelf;
  readonly #tables: CaseTables;
  readonly #views: CaseViews;
  readonly #who: () => string;
  readonly #resting = new Map<CaseId, Rest>();
  /** Told inside the transaction after a settled edit; contacts see whether a debt is paid. */
  onSettled: (unit: Unit, caseId: CaseId) => void = () => undefined;

  constructor(parts: { store: Store; clock: Clock; packs: PackShelf; who: () => string }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#packs = parts.packs;
    this.#who = parts.who;
    this.#tables = new CaseTables(parts.store.database, parts.store);
    this.#views = new CaseViews(this.#tables, parts.packs, parts.store);
  }

  /** How a case is told what the last contact about it was like; asked for again whenever it is shown. */
  set contactOf(contactOf: (id: CaseId) => ContactState) {
    this.#views.contactOf = contactOf;
  }

  dispose(): void {
    for (const rest of this.#resting.values()) rest.dispose();
    this.#resting.clear();
  }

  /** Makes a case; a phone number that is known brings its customer (R-ANS-4). */
  create(
    unit: Unit,
    { phone, packHash, scenario }: { phone: string; packHash: string; scenario: string | null },
  ): CaseId {
    const customer = this.#tables.customers.byPhone(phone) ?? this.#newCustomer(unit, phone);
    const id = newId<'case'>(unit.now);
    const number = caseNumber(this.#store.database, this.#store.journal.device, unit.now);
    const row = { number, customerId: customer, scenario, owner: this.#who(), packHash, openedAt: unit.now };
    this.#tables.insert({ ...row, id });
    unit.journal({ entity: 'case', id, kind: 'insert', body: { ...row, status: 'open' } });
    unit.touched.lists = true;
    return id;
  }

  view(id: CaseId): CaseView | null {
    return this.#views.of(id);
  }

  /** Where the customer of this case can be called; empty when nowhere. */
  numberToCall(id: CaseId): string {
    const matter = this.view(id);
    return matter === null ? '' : numberToCall(this.#packs.get(matter.packHash), matter);
  }

  list(range: CaseRange, since: EpochMs, before: string | null, limit: number): Page<CaseView> {
    return this.#views.list(range, since, before, limit);
  }

  missing(id: CaseId): readonly string[] {
    return this.view(id)?.missing ?? [];
  }

  /** R-REC-2: when this returns, what was typed is on disk. */
  edit(id: CaseId, field: string, value: string): Result<{ savedAt: number }, Failure> {
    if (value.length > MAX_TEXT) return failure('text-too-long', { limit: MAX_TEXT, length: value.length });
    const row = this.#tables.get(id);
    if (row === null) return failure('case-not-found');
    if (!isCustomerField(field) && !isKnownField(this.#packs.get(row.packHash), field)) {
      return failure('not-in-pack', { kind: 'field', id: field });
    }
    if (field === 'customer.surnameDeclined' && value !== 'true' && value !== 'false') {
      return failure('malformed-request', { method: 'case.edit', at: 'value' });
    }
    // A draft is not in the journal yet: what could never get there is not shown as saved.
    const refused = this.#store.refuses({ ...revised(row, field), kind: 'update', body: {} });
    if (refused !== null) return fail(refused);
    const saved = this.#store.write((unit) => {
      this.draftIn(unit, id, field, value);
      return ok({ savedAt: unit.now });
    });
    if (saved.ok) this.#settleLater(id);
    return saved;
  }

  draftIn(unit: Unit, id: CaseId, field: string, value: string): void {
    this.#tables.putDraft(id, { field, value, seen: this.#seenBy(id, field) }, unit.now);
    unit.touched.contacts = true;
    // A countdown tells who it is about.
    if (isCustomerField(field)) unit.touched.allCountdowns = true;
  }

  /** What comes while somebody types is under the typing, where nobody sees it. */
  #seenBy(id: CaseId, field: string): number | null {
    const known = this.#tables.drafts(id).find((draft) => draft.field === field);
    if (known !== undefined) return known.seen;
    const row = this.#tables.get(id);
    return row === null ? null : this.#store.journal.cursor(revised(row, field));
  }

  /** The typing has come to rest (the field was left, the stage changed, the contact ended). */
  settle(id: CaseId): Result<void, Failure> {
    if (!this.#tables.hasDrafts(id)) return ok();
    return this.#store.write((unit) => {
      this.settleIn(unit, id);
      return ok();
    });
  }

  /** The timer that waits for rest is left alone: this transaction may be rolled back, and without drafts it does nothing. */
  settleIn(unit: Unit, id: CaseId): void {
    const row = this.#tables.get(id);
    const drafts = this.#tables.drafts(id);
    if (row === null || drafts.length === 0) return;
    let changed = false;
    for (const draft of drafts) {
      changed = this.#revise(unit, row, draft) || changed;
    }
    this.#tables.dropDrafts(id);
    // Also where nothing came of them: a field that was emptied, and never had a value, is none again.
    unit.touched.contacts = true;
    if (drafts.some(({ field }) => isCustomerField(field))) unit.touched.allCountdowns = true;
    if (changed) this.onSettled(unit, id);
  }

  /** Settles what was being typed when the desk was last stopped. */
  settleAll(): Result<void, Failure> {
    const ids = this.#tables.casesWithDrafts();
    return ids.length === 0
      ? ok()
      : this.#store.write((unit) => {
          for (const id of ids) this.settleIn(unit, id);
          return ok();
        });
  }

  /** Settles one value at once, such as one that is put back. */
  put(unit: Unit, id: CaseId, field: string, value: string): void {
    const row = this.#tables.get(id);
    if (row !== null && this.#revise(unit, row, { field, value })) this.onSettled(unit, id);
  }

  /** What was typed into one case comes to another: its contact turned out to be about that. */
  carryOver(unit: Unit, from: CaseId, to: CaseId): CarriedOver {
    this.settleIn(unit, from);
    this.settleIn(unit, to);
    const [source, target] = [this.#tables.get(from), this.#tables.get(to)];
    if (source === null || target === null) return { differing: [], notedIn: null };
    const pack = this.#packs.get(target.packHash);
    const known = Object.keys(source.fields).filter((field) => isKnownField(pack, field));
    const aboutCustomer = source.customerId === target.customerId ? [] : CUSTOMER_FIELDS;
    for (const field of [...known, ...aboutCustomer]) {
      const there = this.#tables.valueOf(target, field);
      const value = carried(pack, field, there, this.#tables.valueOf(source, field));
      if (value !== there) this.#revise(unit, target, { field, value });
    }
    for (const { customerId } of [source, target]) this.#tables.customers.recount(customerId);
    return this.#noteDiffering(unit, pack, source, target);
  }

  #noteDiffering(unit: Unit, pack: Pack, source: CaseRow, target: CaseRow): CarriedOver {
    const { field, ...told } = differing(pack, target, source);
    if (field === null) return told;
    const before = this.#tables.valueOf(target, field);
    const after = told.differing
      .map(({ label, value }) => `${label}: ${value}`)
      .reduce((notes, line) => carried(pack, field, notes, line), before);
    if (after !== before) this.#revise(unit, target, { field, value: after });
    return after === before ? { ...told, notedIn: null } : told;
  }

  classify(unit: Unit, id: CaseId, scenario: string): void {
    unit.journal({ entity: 'case', id, kind: 'update', body: { scenario } });
    this.#tables.update(id, { scenario }, unit.now);
    unit.touched.lists = true;
  }

  setStatus(unit: Unit, id: CaseId, status: CaseStatus): void {
    if (this.#tables.get(id)?.status === status) return;
    unit.journal({ entity: 'case', id, kind: 'update', body: { status } });
    this.#tables.update(id, { status }, unit.now);
    unit.touched.lists = true;
  }

  #newCustomer(unit: Unit, phone: string): CustomerId {
    const id = newId<'customer'>(unit.now);
    this.#tables.customers.insert(id, phone, unit.now);
    unit.journal({ entity: 'customer', id, kind: 'insert', body: { phone, createdAt: unit.now } });
    return id;
  }

  #settleLater(id: CaseId): void {
    let rest = this.#resting.get(id);
    if (rest === undefined) {
      rest = new Rest(this.#clock, SETTLE_AFTER, () => {
        this.#resting.delete(id);
        // What the disk refused is still a draft on it, and tried again.
        if (!this.settle(id).ok) this.#settleLater(id);
      });
      this.#resting.set(id, rest);
    }
    rest.stir();
  }

  #revise(unit: Unit, row: CaseRow, { field, value, seen }: Revised): boolean {
    const before = this.#tables.valueOf(row, field);
    if (before === value) return false;
    const contactId = this.#tables.openContact(row.id);
    const revision = { field, before, value, at: unit.now, by: this.#who(), contactId };
    const written = unit.journal({ entity: 'case-revision', id: row.id, kind: 'append', body: revision });
    const seq = this.#tables.insertRevision(row.id, revision, written, this.#store.journal.device);
    if (isCustomerField(field)) {
      unit.touched.allCountdowns = true;
      unit.journal({ entity: 'customer', id: row.customerId, kind: 'update', body: customerBody(field, value) }, seen);
      this.#tables.customers.setField(row.customerId, field, value);
    } else {
      unit.journal({ entity: 'case', id: row.id, kind: 'update', body: { [`fields.${field}`]: value } }, seen);
      this.#tables.setField(row.id, field, value, unit.now);
    }
    unit.touched.lists = true;
    unit.touched.contacts = true;
    if (contactId !== null) {
      const items = unit.touched.timeline.get(contactId) ?? [];
      items.push({ kind: 'edit', seq, at: unit.now, by: revision.by, written, field, value });
      unit.touched.timeline.set(contactId, items);
    }
    return true;
  }
}

/** A field that gets another value; `seen` as in a draft. */
type Revised = Pick<Draft, 'field' | 'value'> & Partial<Pick<Draft, 'seen'>>;

/** The row that an edit of this field changes. */
function revised({ id, customerId }: CaseRow, field: string): Pick<Change, 'entity' | 'id'> {
  return isCustomerField(field) ? { entity: 'customer', id: customerId } : { entity: 'case', id };
}

/** A field of the customer as it travels: without the prefix that tells it from the fields of a case. */
function customerBody(field: CustomerField, value: string): Readonly<Record<string, string | boolean>> {
  return { [field.slice('customer.'.length)]: field === 'customer.surnameDeclined' ? value === 'true' : value };
}
