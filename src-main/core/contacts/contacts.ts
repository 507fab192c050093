import type { CallbackId, CaseId, ContactId } from '#shared/base/ids.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import type { CaseView } from '#shared/contract/views.ts';
import { contactEventSchema, type Channel, type Direction } from '#shared/domain/contact/event.ts';
import { applyEvent } from '#shared/domain/contact/apply.ts';
import type { ContactCommand, CoreCommand } from '#shared/domain/contact/command.ts';
import { deadlinesOf } from '#shared/domain/contact/deadlines.ts';
import { decide } from '#shared/domain/contact/decide.ts';
import type { Days } from '#shared/domain/contact/policy.ts';
import { isOpen, progressOf } from '#shared/domain/contact/state.ts';
import { missingFields } from '#shared/domain/case/fields.ts';
import { expandCommand } from '#shared/domain/pack/expand.ts';
import type { Callbacks } from '../callbacks/callbacks.ts';
import type { Cases } from '../cases/cases.ts';
import type { Countdowns } from '../countdowns/countdowns.ts';
import { storageFailure } from '../database/failure.ts';
import type { Store, Unit } from '../database/store.ts';
import type { Log } from '../log.ts';
import { newId } from '../ids.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';
import type { ContactLog, ContactRow } from './contact-log.ts';
import { Consequences } from './consequences.ts';
import { explainRefusal } from './explain-refusal.ts';
import { toldHere } from './shared-targets.ts';

export interface OpenContact {
  readonly channel: Channel;
  readonly direction: Direction;
  readonly phone: string;
  readonly callbackId: CallbackId | null;
  /** The case that it is about, when that is known beforehand. */
  readonly caseId?: CaseId;
}

interface Parts {
  readonly store: Store;
  readonly log: ContactLog;
  readonly cases: Cases;
  readonly callbacks: Callbacks;
  readonly countdowns: () => Countdowns;
  readonly packs: PackShelf;
  readonly days: Days;
  readonly who: () => string;
  readonly logger: Log;
  /** Why no contact may begin now, if that is so. */
  readonly mayNotBegin: () => Failure | null;
}

/** Runs the pure contact machine against the database: load, decide, apply, write events with all that follows from them. */
export class Contacts {
  readonly #parts: Parts;
  readonly #consequences: Consequences;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#consequences = new Consequences(parts);
  }

  /** Opens a contact. An agent has one call at a time and any number of chats. */
  open(wish: OpenContact): Result<ContactId, Failure> {
    return this.#parts.store.write((unit) => this.openIn(unit, wish));
  }

  /** As `open`, inside a transaction that does more. */
  openIn(unit: Unit, wish: OpenContact): Result<ContactId, Failure> {
    const { log, packs, callbacks, mayNotBegin } = this.#parts;
    const refused = mayNotBegin();
    if (refused !== null) return fail(refused);
    const busy = log
      .open()
      .some(({ state }) => isOpen(state) && state.phase !== 'wrap-up' && state.head.channel === 'call');
    if (wish.channel === 'call' && busy) return failure('one-call-at-a-time');
    const callback = wish.callbackId === null ? null : callbacks.get(wish.callbackId);
    if (wish.callbackId !== null && callback === null) return failure('callback-not-found');
    if (callback !== null && callback.status !== 'open') return failure('callback-not-open');
    const caseId = callback?.caseId ?? wish.caseId ?? null;
    const matter = caseId === null ? null : this.#parts.cases.view(caseId);
    const row = log.insert(
      unit,
      {
        id: newId<'contact'>(unit.now),
        caseId,
        phone: (matter && this.#phoneOf(matter)) || wish.phone,
        packHash: packs.active,
      },
      this.#parts.who(),
    );
    const { channel, direction } = wish;
    const scenario = matter?.scenario ?? null;
    const opened = this.#run(unit, row, { type: 'open', channel, direction, scenario, callback: wish.callbackId });
    return opened.ok ? ok(row.id) : opened;
  }

  /** As the customer is known; in the stead of that, the number that the form has. */
  #phoneOf({ id, customer }: CaseView): string {
    return customer.phone || this.#parts.cases.numberToCall(id);
  }

  command(id: ContactId, command: ContactCommand | CoreCommand): Result<void, Failure> {
    return this.#parts.store.write((unit) => this.commandIn(unit, id, command));
  }

  /** As `command`, inside a transaction that does more. */
  commandIn(unit: Unit, id: ContactId, command: ContactCommand | CoreCommand): Result<void, Failure> {
    const row = this.#parts.log.get(id);
    if (row === null) return failure('contact-not-found');
    // What is still being typed counts when the contact ends or is checked for what is missing.
    if (row.caseId !== null && settles(command)) this.#parts.cases.settleIn(unit, row.caseId);
    let current = row;
    for (const step of expandCommand(this.#parts.packs.get(row.packHash), row.state, command)) {
      const done = this.#run(unit, current, step);
      if (!done.ok) return done;
      current = done.value;
    }
    return ok();
  }

  /**
   * As `commandIn`, but what fails half-way undoes only this command and leaves the rest of the transaction. A contact that is
   * damaged is told in the log: it must not keep the countdowns of all others from running.
   */
  attemptIn(unit: Unit, id: ContactId, command: ContactCommand | CoreCommand): Result<void, Failure> {
    try {
      return unit.attempt((part) => this.commandIn(part, id, command));
    } catch (error) {
      if (storageFailure(error) !== null) throw error;
      const name = error instanceof Error ? error.name : 'unknown';
      this.#parts.logger.error({ name, command: command.type }, 'damaged contact');
      return failure('internal', { method: command.type });
    }
  }

  /** A form has come to rest: what it says is followed in the contacts about it. */
  settled(unit: Unit, caseId: CaseId): void {
    this.#grade(unit, caseId);
    this.settleDebts(unit, caseId);
  }

  /** How grave the matter is decides what is owed, in what is in progress and in what still owes something (R-SLA-5). */
  #grade(unit: Unit, caseId: CaseId): void {
    const { log, cases, packs } = this.#parts;
    const fields = cases.view(caseId)?.fields ?? {};
    for (const row of log.ofCase(caseId)) {
      const { remedies } = packs.get(row.packHash);
      if (remedies === undefined || !row.own || (!isOpen(row.state) && !log.hasCountdowns(row.id))) continue;
      const severity = remedies.severities.find(({ name }) => name === fields[remedies.severityField])?.id ?? null;
      this.attemptIn(unit, row.id, { type: 'grade', severity });
    }
  }

  /** Required fields were filled in later: closed contacts of the case that owed them are complete. */
  settleDebts(unit: Unit, caseId: CaseId): void {
    const { log, cases } = this.#parts;
    if (cases.missing(caseId).length > 0) return;
    for (const row of log.ofCase(caseId)) {
      const { state } = row;
      const owes = state.phase === 'closed' && state.closing.kind === 'handled' && state.closing.missing.length > 0;
      if (owes) this.#run(unit, row, { type: 'complete' });
    }
  }

  /** Classifies through the contact that is open on the case, if there is one, so that its lines follow. */
  classifyCase(caseId: CaseId, scenario: string): Result<void, Failure> {
    const { store, log, cases, packs } = this.#parts;
    return store.write((unit) => {
      const matter = cases.view(caseId);
      if (matter === null) return failure('case-not-found');
      const open = log.ofCase(caseId).find(({ state, own }) => own && isOpen(state));
      if (open !== undefined) return this.commandIn(unit, open.id, { type: 'classify', scenario });
      if (!packs.policy(matter.packHash).scenarios.includes(scenario)) {
        return failure('not-in-pack', { kind: 'scenario', id: scenario });
      }
      cases.settleIn(unit, caseId);
      cases.classify(unit, caseId, scenario);
      this.settleDebts(unit, caseId);
      return ok();
    });
  }

  /** A promise was withdrawn: the contact in which it was made does not speak of it any more, if it can still be told. */
  forgetPromise(unit: Unit, id: ContactId, callback: CallbackId): void {
    const row = this.#parts.log.get(id);
    const made =
      row !== null && isOpen(row.state) && progressOf(row.state)?.callbacks.some((own) => own.id === callback);
    if (made) this.#run(unit, row, { type: 'withdraw-callback', callback });
  }

  caseOf(id: ContactId): CaseId | null {
    return this.#parts.log.get(id)?.caseId ?? null;
  }

  /** The contact is about another case from now on; what was told in it counts there. */
  attach(unit: Unit, row: ContactRow, to: CaseId): void {
    this.#shareMet(unit, this.#parts.log.attachCase(unit, row, to));
  }

  #shareMet(unit: Unit, row: ContactRow): void {
    for (const { id, target } of toldHere(this.#parts, row)) this.attemptIn(unit, id, { type: 'meet-target', target });
  }

  refreshStatus(unit: Unit, caseId: CaseId): void {
    this.#consequences.refreshStatus(unit, caseId);
  }

  /** The wall clock was set: whatever still runs in a contact moves along. */
  shiftClock(unit: Unit, byMs: number): void {
    const { log } = this.#parts;
    const affected = new Set([...log.open(), ...log.withCountdowns()].map(({ id }) => id));
    for (const id of affected) this.attemptIn(unit, id, { type: 'shift-clock', byMs });
  }

  #run(unit: Unit, row: ContactRow, command: ContactCommand | CoreCommand): Result<ContactRow, Failure> {
    const { packs, log, countdowns, days } = this.#parts;
    const policy = packs.policy(row.packHash);
    const decision = decide(row.state, command, { now: unit.now, policy, missingFields: this.#missing(row) });
    if (!decision.ok) return fail(explainRefusal(decision.error));
    let { state } = row;
    for (const event of decision.value) {
      // What is appended can never be mended: an event that could not be read again is not written.
      if (!contactEventSchema.safeParse(event).success) {
        return failure('event-misfit', { event: event.type, phase: state.phase });
      }
      const applied = applyEvent(state, event, unit.now);
      if (!applied.ok) return failure('event-misfit', { event: applied.error.event, phase: applied.error.phase });
      state = applied.value;
    }
    let written = log.append(unit, row, decision.value, state);
    for (const event of decision.value) written = this.#consequences.follow(unit, written, event);
    // What runs out in another desk's contact is told there.
    if (row.own) countdowns().reconcile(unit, written.id, deadlinesOf(state, policy, days));
    if (decision.value.some(({ type }) => type === 'target-met')) this.#shareMet(unit, written);
    const mayComplete = decision.value.some(({ type }) => type === 'classified' || type === 'closed');
    if (mayComplete && written.caseId !== null) this.settleDebts(unit, written.caseId);
    return ok(written);
  }

  #missing(row: ContactRow): readonly string[] {
    if (row.caseId !== null) return this.#parts.cases.missing(row.caseId);
    const scenario = row.state.phase === 'none' ? null : row.state.head.scenario;
    return missingFields(
      this.#parts.packs.get(row.packHash),
      scenario,
      {},
      {
        state: row.state,
        surname: 'unknown',
      },
    );
  }
}

function settles(command: ContactCommand | CoreCommand): boolean {
  return ['end', 'close', 'enter-stage', 'next-stage'].includes(command.type);
}
