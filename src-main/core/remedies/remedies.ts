import type { CallbackId, CaseId, ContactId } from '#shared/base/ids.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import type { Accepted, Answers } from '#shared/contract/rpc.ts';
import {
  grantedBy,
  grantedOf,
  outranks,
  remediesFor,
  type GrantRole,
  type Remedies,
} from '#shared/domain/pack/remedies.ts';
import type { Promises } from '../callbacks/promises.ts';
import type { Cases } from '../cases/cases.ts';
import type { ContactLog } from '../contacts/contact-log.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { Store, Unit } from '../database/store.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';

interface Parts {
  readonly store: Store;
  readonly log: ContactLog;
  readonly contacts: Contacts;
  readonly cases: Cases;
  readonly promises: Promises;
  readonly packs: PackShelf;
  /** What the agent of this desk may grant. */
  readonly role: () => GrantRole;
}

type Wish = Accepted<'remedy.grant'>;
type Granted = Answers['remedy.grant'];

/** What is given to a customer who was wronged (R-REM-1), and whom a matter goes up to (R-ESC-1). */
export class RemedyDesk {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  grant(wish: Wish): Result<Granted, Failure> {
    const { store, log, packs } = this.#parts;
    return store.write((unit) => {
      const row = log.get(wish.contactId);
      if (row === null) return failure('contact-not-found');
      if (row.caseId === null) return failure('wrong-phase', { phase: row.state.phase });
      const remedies = remediesFor(packs.get(row.packHash), this.#fieldsOf(row.caseId));
      const granted = grantedOf(
        wish.remedy,
        log.ofCase(row.caseId).map(({ state }) => state),
      );
      return this.#decide(unit, wish, remedies, granted);
    });
  }

  escalate(id: ContactId, escalation: string): Result<{ callbackId: CallbackId; dueAt: number }, Failure> {
    const { store, log, contacts, packs, promises } = this.#parts;
    return store.write((unit) => {
      const row = log.get(id);
      if (row === null) return failure('contact-not-found');
      const way = packs.get(row.packHash).escalations.find((candidate) => candidate.id === escalation);
      if (way === undefined) return failure('not-in-pack', { kind: 'escalation', id: escalation });
      const promised = promises.promiseIn(unit, id, unit.now + way.withinMs, way.name);
      if (!promised.ok) return promised;
      const { callbackId: callback, dueAt } = promised.value;
      const told = contacts.commandIn(unit, id, { type: 'escalate', escalation, to: way.to, callback, dueAt });
      return told.ok ? promised : told;
    });
  }

  #decide(unit: Unit, wish: Wish, remedies: Remedies | null, before: number): Result<Granted, Failure> {
    const allowed = remedies?.allowed.find(({ kind }) => kind.id === wish.remedy);
    if (remedies === null || allowed === undefined) return failure('remedy-not-allowed');
    const { contactId, remedy, reason } = wish;
    const amount = allowed.kind.unit === undefined ? null : wish.amount;
    if (amount === 0) return failure('amount-missing');
    const needed = grantedBy(allowed, amount === null ? null : before + amount);
    if (needed === null) return failure('remedy-not-allowed');
    const { contacts, promises, role } = this.#parts;
    if (outranks(role(), needed)) {
      const granted = contacts.commandIn(unit, contactId, { type: 'grant-remedy', remedy, amount, reason });
      return granted.ok ? ok({ kind: 'granted' }) : granted;
    }
    // Above the agent: nothing is given, and the customer is promised to hear of it.
    const what = [allowed.kind.name, amount === null ? '' : `${String(amount)}${allowed.kind.unit ?? ''}`, reason];
    const promised = promises.promiseIn(unit, contactId, unit.now + remedies.withinMs, what.filter(Boolean).join(' '));
    if (!promised.ok) return promised;
    const { callbackId: callback, dueAt } = promised.value;
    const asked = { type: 'request-remedy', remedy, amount, reason, of: needed, callback } as const;
    const told = contacts.commandIn(unit, contactId, asked);
    return told.ok ? ok({ kind: 'requested', of: needed, dueAt }) : told;
  }

  #fieldsOf(id: CaseId): Readonly<Record<string, string>> {
    return this.#parts.cases.view(id)?.fields ?? {};
  }
}
