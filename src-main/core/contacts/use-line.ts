import type { ContactId } from '#shared/base/ids.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import type { Accepted } from '#shared/contract/rpc.ts';
import type { LineUse } from '#shared/domain/contact/command.ts';
import { slotFacts } from '#shared/domain/pack/facts.ts';
import { findLine, partyOf } from '#shared/domain/pack/offer.ts';
import { hasOwnWords, stoppedBy } from '#shared/domain/pack/own-words.ts';
import type { PackLine } from '#shared/domain/pack/schema.ts';
import { completeText, fillLine, openSlots } from '#shared/domain/pack/slots.ts';
import { wordingIn, wordingsOf } from '#shared/domain/pack/wording.ts';
import type { Cases } from '../cases/cases.ts';
import type { Store } from '../database/store.ts';
import type { Host } from '../host.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';
import type { SettingsStore } from '../settings/settings.ts';
import type { ContactLog, ContactRow } from './contact-log.ts';
import type { EarlierMatters } from './earlier.ts';
import type { Contacts } from './contacts.ts';

interface Parts {
  readonly store: Store;
  readonly host: Host;
  readonly log: ContactLog;
  readonly contacts: Contacts;
  readonly cases: Cases;
  readonly packs: PackShelf;
  readonly settings: SettingsStore;
  readonly earlier: EarlierMatters;
  readonly timeZone: string;
}

interface Filled {
  readonly text: string;
  readonly use: Omit<LineUse, 'via'>;
  /** The rules that words of the agent's own in it go against. */
  readonly stopped: readonly string[];
}

const ADDRESS = 'customer.address';
const CASE_SLOT = 'case.';

/** Hands a sentence over, filled in, and records it only after it has arrived: the log never claims what failed. */
export class Lines {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async use(wish: Accepted<'line.use'>): Promise<Result<{ text: string }, Failure>> {
    const row = this.#parts.log.get(wish.contactId);
    if (row === null) return failure('contact-not-found');
    const line = findLine(this.#parts.packs.get(row.packHash), wish.lineId);
    if (line === null) return failure('line-not-found', { id: wish.lineId });
    const fits = mayBeSaid(row, line);
    if (!fits.ok) return fits;
    const kept = this.#keepFills(row, wish.fills);
    if (!kept.ok) return kept;
    const text = this.#fill(row, line, wish.wording, wish.fills);
    if (!text.ok) return text;
    const { overrideReason: reason } = wish;
    const { stopped } = text.value;
    if (stopped.length > 0 && reason === undefined) return failure('wording-stopped', { rules: stopped.join(', ') });
    if (wish.via === 'insert') return failure('insert-unavailable');
    if (wish.via === 'clipboard' && !(await this.#parts.host.writeClipboard(text.value.text))) {
      return failure('clipboard-refused');
    }
    const used = this.#parts.store.write((unit) => {
      const { contacts } = this.#parts;
      if (stopped.length > 0 && reason !== undefined) {
        const overridden = { type: 'override-wording', line: line.id, rules: stopped, reason } as const;
        const told = contacts.commandIn(unit, row.id, overridden);
        if (!told.ok) return told;
      }
      return contacts.commandIn(unit, row.id, { type: 'use-line', via: wish.via, ...text.value.use });
    });
    return used.ok ? ok({ text: text.value.text }) : used;
  }

  /**
   * Starts a hold with the line that asks for it (R-HOLD-1). The wait begins even when the line cannot be handed over: the
   * agent is speaking it already.
   */
  async startHold(contactId: ContactId): Promise<Result<void, Failure>> {
    const row = this.#parts.log.get(contactId);
    if (row === null) return failure('contact-not-found');
    const pack = this.#parts.packs.get(row.packHash);
    const line = findLine(pack, pack.hold.consentLine);
    // What is said to a customer is not said to somebody else (R-OUT-3): that wait begins without words of ours.
    const said = line !== null && mayBeSaid(row, line).ok ? line : null;
    const filled = said === null ? null : this.#fill(row, said, wordingIn(row.id, said), {});
    const text = filled?.ok === true && filled.value.stopped.length === 0 ? filled.value : null;
    const started = this.#parts.store.write((unit) => {
      const held = this.#parts.contacts.commandIn(unit, contactId, { type: 'start-hold', reason: null });
      if (!held.ok || text === null) return held;
      return this.#parts.contacts.commandIn(unit, contactId, { type: 'use-line', via: 'spoken', ...text.use });
    });
    if (started.ok && text !== null) await this.#parts.host.writeClipboard(text.text);
    return started;
  }

  /** What was typed into a slot of the case belongs to the case. */
  #keepFills(row: ContactRow, fills: Readonly<Record<string, string>>): Result<void, Failure> {
    for (const [slot, value] of Object.entries(fills)) {
      if (!slot.startsWith(CASE_SLOT) || row.caseId === null || value.trim() === '') continue;
      const saved = this.#parts.cases.edit(row.caseId, slot.slice(CASE_SLOT.length), value.trim());
      if (!saved.ok) return saved;
    }
    return ok();
  }

  #fill(
    row: ContactRow,
    line: PackLine,
    wording: number,
    fills: Readonly<Record<string, string>>,
  ): Result<Filled, Failure> {
    const { cases, packs, settings, store, timeZone } = this.#parts;
    const view = row.caseId === null ? null : cases.view(row.caseId);
    const facts = slotFacts({
      pack: packs.get(row.packHash),
      state: row.state,
      company: settings.current,
      agent: settings.current,
      customer: view?.customer ?? null,
      case: view,
      earlier: this.#parts.earlier.of(row)?.case ?? null,
      now: store.now(),
      timeZone,
    });
    const typed = Object.fromEntries(Object.entries(fills).filter(([, value]) => value.trim() !== ''));
    const wordings = wordingsOf(line);
    const at = wording < wordings.length ? wording : 0;
    const segments = fillLine(wordings[at] ?? line.text, { ...facts, ...typed });
    const text = completeText(segments);
    if (text === null) return failure('slot-open', { slot: openSlots(segments)[0] ?? '' });
    const addressed = segments.some(
      (segment) => segment.kind === 'filled' && segment.slot === ADDRESS && segment.text === facts[ADDRESS],
    );
    const filling = { pack: packs.get(row.packHash), segments, fills: typed };
    const checker = hasOwnWords(filling) ? packs.checker(row.packHash) : null;
    const hits = checker === null ? [] : stoppedBy(checker, filling);
    return ok({
      text,
      stopped: [...new Set(hits.map(({ rule }) => rule))],
      use: { line: line.id, ...(at > 0 && { wording: at }), ...(addressed && { addressed: true as const }) },
    });
  }
}

/** Refused before anything is handed over: a contact without a conversation, or a line that is for another party. */
function mayBeSaid({ state }: ContactRow, line: PackLine): Result<void, Failure> {
  if (state.phase !== 'active' && state.phase !== 'wrap-up') return failure('wrong-phase', { phase: state.phase });
  return partyOf(line) === state.progress.party ? ok() : failure('wrong-party');
}
