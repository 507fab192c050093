import type { CaseId, ContactId } from '#shared/base/ids.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import type { CarriedOver } from '#shared/contract/rpc.ts';
import { isOpen, progressOf } from '#shared/domain/contact/state.ts';
import type { Cases } from '../cases/cases.ts';
import type { Store, Unit } from '../database/store.ts';
import type { ContactLog, ContactRow } from './contact-log.ts';
import type { Contacts } from './contacts.ts';
import type { EarlierMatters } from './earlier.ts';

interface Parts {
  readonly store: Store;
  readonly log: ContactLog;
  readonly contacts: Contacts;
  readonly cases: Cases;
  readonly earlier: EarlierMatters;
}

const NOTHING: CarriedOver = { differing: [], notedIn: null };

/** R-ANS-6: the customer calls about the same matter again, and it goes on in its case instead of in a new one. */
export class GoingOn {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  with(id: ContactId): Result<CarriedOver, Failure> {
    const { store, log, earlier } = this.#parts;
    return store.write((unit) => {
      const row = log.get(id);
      if (row === null) return failure('contact-not-found');
      if (!row.own || !isOpen(row.state)) return failure('wrong-phase', { phase: row.state.phase });
      const before = earlier.of(row);
      if (before === null || before.case.id === row.caseId) return failure('nothing-to-do');
      // A promise belongs to the case for which it was made.
      if ((progressOf(row.state)?.callbacks.length ?? 0) > 0) return failure('promised-here');
      return this.#attach(unit, row, before.case.id, before.case.scenario);
    });
  }

  #attach(unit: Unit, row: ContactRow, to: CaseId, itsScenario: string | null): Result<CarriedOver, Failure> {
    const { contacts, cases } = this.#parts;
    const from = row.caseId;
    const own = isOpen(row.state) ? row.state.head.scenario : null;
    contacts.attach(unit, row, to);
    const carriedOver = from === null ? NOTHING : cases.carryOver(unit, from, to);
    if (from !== null) contacts.refreshStatus(unit, from);
    const scenario = itsScenario ?? own;
    if (scenario !== null && scenario !== own) {
      const classified = contacts.commandIn(unit, row.id, { type: 'classify', scenario });
      // The pack of this contact may not know what the other case is about.
      if (!classified.ok && classified.error.code !== 'not-in-pack') return classified;
    } else if (scenario !== null && scenario !== itsScenario) cases.classify(unit, to, scenario);
    contacts.refreshStatus(unit, to);
    unit.touched.contacts = true;
    unit.touched.lists = true;
    return ok(carriedOver);
  }
}
