import type { CallbackId, CaseId } from '#shared/base/ids.ts';
import type { CaseStatus } from '#shared/contract/views.ts';
import type { ContactEvent } from '#shared/domain/contact/event.ts';
import { progressOf } from '#shared/domain/contact/state.ts';
import { outcomeOfKind, type Callbacks } from '../callbacks/callbacks.ts';
import type { Cases } from '../cases/cases.ts';
import type { Unit } from '../database/store.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';
import { callbackOf, type ContactLog, type ContactRow } from './contact-log.ts';

/** What an event of a contact means for its case and its callbacks, in the same transaction. */
export class Consequences {
  readonly #log: ContactLog;
  readonly #cases: Cases;
  readonly #callbacks: Callbacks;
  readonly #packs: PackShelf;

  constructor(parts: {
    readonly log: ContactLog;
    readonly cases: Cases;
    readonly callbacks: Callbacks;
    readonly packs: PackShelf;
  }) {
    this.#log = parts.log;
    this.#cases = parts.cases;
    this.#callbacks = parts.callbacks;
    this.#packs = parts.packs;
  }

  follow(unit: Unit, row: ContactRow, event: ContactEvent): ContactRow {
    switch (event.type) {
      case 'answered':
        return this.#withCase(unit, row);
      case 'opened':
        // Who calls out has a matter already, whether or not somebody answers.
        return event.direction === 'outbound' ? this.#withCase(unit, row) : row;
      case 'reached':
      case 'party-changed':
        if (event.party === 'customer') this.#kept(unit, row);
        return row;
      case 'attempt-failed':
        this.#unreached(unit, row, event.outcome);
        this.#refresh(unit, row);
        return row;
      case 'classified':
        if (row.caseId !== null) this.#cases.classify(unit, row.caseId, event.scenario);
        return row;
      case 'ended':
        // Nothing of the matter was said to somebody else: the attempt is not the promised callback (R-OUT-3).
        if (progressOf(row.state)?.party === 'other') {
          this.#unreached(unit, row, outcomeOfKind(this.#packs.get(row.packHash), 'third-party'));
        }
        return row;
      case 'closed':
      case 'close-undone':
      case 'completed':
      case 'callback-promised':
      case 'callback-withdrawn':
        this.#refresh(unit, row);
        return row;
      default:
        return row;
    }
  }

  #withCase(unit: Unit, row: ContactRow): ContactRow {
    if (row.caseId !== null) {
      this.#refresh(unit, row);
      return row;
    }
    const { phone, packHash, state } = row;
    const scenario = state.phase === 'none' ? null : state.head.scenario;
    return this.#log.attachCase(unit, row, this.#cases.create(unit, { phone, packHash, scenario }));
  }

  #kept(unit: Unit, row: ContactRow): void {
    const id = callbackOf(row);
    if (id === null || this.#callbacks.get(id)?.status !== 'open') return;
    this.#callbacks.keep(unit, id, this.#packs.get(row.packHash), row.id);
  }

  /** The next attempt is planned: on the callback that this was, else as a new one (R-CB-4, R-OUT-3). */
  #unreached(unit: Unit, row: ContactRow, outcome: string): void {
    if (row.caseId === null) return;
    const pack = this.#packs.get(row.packHash);
    const kept = callbackOf(row);
    if (kept !== null && this.#callbacks.get(kept)?.status === 'open') {
      this.#callbacks.attemptFailed(unit, kept, outcome, pack, row.id);
      return;
    }
    const planned = progressOf(row.state)?.callbacks ?? [];
    if (planned.some(({ id }) => this.#callbacks.get(id as CallbackId)?.status === 'open')) return;
    const { retryAfterMs, outcomes } = pack.callback;
    const reason = outcomes.find(({ id }) => id === outcome)?.name ?? outcome;
    const dueAt = unit.now + retryAfterMs;
    this.#callbacks.create(unit, { caseId: row.caseId, contactId: row.id, dueAt, reason, pack });
  }

  #refresh(unit: Unit, row: ContactRow): void {
    if (row.caseId !== null) this.refreshStatus(unit, row.caseId);
  }

  /** A case is open while a contact of it is; then it shows the first debt that it has. */
  refreshStatus(unit: Unit, caseId: CaseId): void {
    const states = this.#log.ofCase(caseId).map(({ state }) => state);
    this.#cases.setStatus(unit, caseId, statusOf(states, this.#callbacks.openOfCase(caseId)));
  }
}

function statusOf(states: readonly ContactRow['state'][], openCallbacks: number): CaseStatus {
  if (states.some(({ phase }) => phase !== 'closed')) return 'open';
  const handled = states.flatMap((state) =>
    state.phase === 'closed' && state.closing.kind === 'handled' ? [state.closing] : [],
  );
  if (handled.some(({ missing }) => missing.length > 0)) return 'to-be-completed';
  return openCallbacks > 0 ? 'promised' : 'done';
}
