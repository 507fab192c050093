import type { EpochMs } from '#shared/base/clock.ts';
import type { CallbackId, CaseId, ContactId } from '#shared/base/ids.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import type { Cases } from '../cases/cases.ts';
import { callbackOf, type ContactLog, type ContactRow } from '../contacts/contact-log.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { Store, Unit } from '../database/store.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';
import type { Callbacks } from './callbacks.ts';

interface Parts {
  readonly store: Store;
  readonly log: ContactLog;
  readonly cases: Cases;
  readonly contacts: Contacts;
  readonly callbacks: Callbacks;
  readonly packs: PackShelf;
}

/** A promise made in a contact: the callback and the event in the contact's log, both or none. */
export class Promises {
  readonly #store: Store;
  readonly #log: ContactLog;
  readonly #contacts: Contacts;
  readonly #callbacks: Callbacks;
  readonly #packs: PackShelf;
  readonly #cases: Cases;

  constructor(parts: Parts) {
    this.#store = parts.store;
    this.#log = parts.log;
    this.#contacts = parts.contacts;
    this.#callbacks = parts.callbacks;
    this.#packs = parts.packs;
    this.#cases = parts.cases;
  }

  promise(
    contactId: ContactId,
    dueAt: EpochMs,
    reason: string,
  ): Result<{ callbackId: CallbackId; dueAt: EpochMs }, Failure> {
    return this.#store.write((unit) => this.promiseIn(unit, contactId, dueAt, reason));
  }

  /** As `promise`, inside a transaction that does more. */
  promiseIn(
    unit: Unit,
    contactId: ContactId,
    dueAt: EpochMs,
    reason: string,
  ): Result<{ callbackId: CallbackId; dueAt: EpochMs }, Failure> {
    const row = this.#log.get(contactId);
    if (row === null) return failure('contact-not-found');
    if (row.caseId === null) return failure('wrong-phase', { phase: row.state.phase });
    if (dueAt <= unit.now) return failure('time-past');
    if (!this.#canBeReached(row, row.caseId)) return failure('no-number');
    const callbackId = this.#make(unit, row, row.caseId, dueAt, reason);
    const told = this.#contacts.commandIn(unit, contactId, { type: 'promise-callback', callback: callbackId, dueAt });
    return told.ok ? ok({ callbackId, dueAt }) : told;
  }

  withdraw(id: CallbackId): Result<void, Failure> {
    return this.#store.write((unit) => {
      const withdrawn = this.#callbacks.withdraw(unit, id);
      if (!withdrawn.ok) return withdrawn;
      const { caseId, contactId } = withdrawn.value;
      if (contactId !== null) this.#contacts.forgetPromise(unit, contactId, id);
      this.#contacts.refreshStatus(unit, caseId);
      return ok();
    });
  }

  /** R-CB-2: who is called back leaves a number; a chat is answered where it was. */
  #canBeReached({ state }: ContactRow, caseId: CaseId): boolean {
    if (state.phase !== 'none' && state.head.channel === 'chat') return true;
    return this.#cases.numberToCall(caseId) !== '';
  }

  /** A contact that was to keep a promise and has not yet, because somebody else answered, moves that promise. */
  #make(unit: Unit, row: ContactRow, caseId: CaseId, dueAt: EpochMs, reason: string): CallbackId {
    const pack = this.#packs.get(row.packHash);
    const dialled = callbackOf(row);
    if (dialled !== null && this.#callbacks.get(dialled)?.status === 'open') {
      this.#callbacks.move(unit, dialled, dueAt, pack);
      return dialled;
    }
    return this.#callbacks.create(unit, { caseId, contactId: row.id, dueAt, reason, pack });
  }
}
