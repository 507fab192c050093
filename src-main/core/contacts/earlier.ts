import type { EpochMs } from '#shared/base/clock.ts';
import type { CaseId, ContactId, CustomerId } from '#shared/base/ids.ts';
import type { CaseView, EarlierView, TimelineItem } from '#shared/contract/views.ts';
import { phoneKey } from '#shared/domain/case/phone.ts';
import type { ContactEvent } from '#shared/domain/contact/event.ts';
import type { Cases } from '../cases/cases.ts';
import type { Memory } from '../database/memory.ts';
import type { Store } from '../database/store.ts';
import type { Timeline } from '../desk/timeline.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';
import { startOfDay } from '../time-of-day.ts';
import type { ContactRow } from './contact-log.ts';

interface Parts {
  readonly store: Store;
  readonly cases: Cases;
  readonly packs: PackShelf;
  readonly timeline: Timeline;
  readonly timeZone: string;
}

interface Found {
  readonly caseId: CaseId;
  readonly at: EpochMs;
}

/** Who the customer of a contact is, as far as is known, and what was found for that. */
interface Known {
  readonly phone: string;
  readonly customer: CustomerId | null;
  readonly found: Found | null;
}

const DAY_MS = 86_400_000;
const WAITS = `EXISTS (SELECT 1 FROM callback WHERE callback.case_id = service_case.id AND callback.status = 'open')`;
const SAYS_SOMETHING = `(service_case.scenario IS NOT NULL
  OR EXISTS (SELECT 1 FROM json_each(service_case.fields) AS field WHERE field.value <> ''))`;
/** Of so many items of the earlier case, the newest that tells something is its last line. */
const LOOKED_AT = 30;
/** What every contact has, and what tells nothing of the matter. */
const TELLS_NOTHING: ReadonlySet<ContactEvent['type']> = new Set([
  ...(['opened', 'answered', 'reached', 'stage-entered', 'situation-left', 'line-used', 'target-met'] as const),
  ...(['ended', 'closed', 'close-undone', 'completed', 'clock-shifted', 'reconnected', 'silence-ended'] as const),
]);

/**
 * The matter for which the customer of a contact was here before: the same number or the same customer, through any channel
 * (R-ANS-6, R-ANS-7).
 */
export class EarlierMatters {
  readonly #parts: Parts;
  readonly #known: Memory<ContactId, Known>;
  readonly #views: Memory<ContactId, EarlierView>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#known = parts.store.memory();
    this.#views = parts.store.memory();
  }

  of(row: ContactRow): EarlierView | null {
    const { cases } = this.#parts;
    const matter = row.caseId === null ? null : cases.view(row.caseId);
    const found = this.#find(row, matter);
    const view = found === null ? null : cases.view(found.caseId);
    if (found === null || view === null) return null;
    const standing = found.at >= this.#reach(row).today ? 'same-day' : 'returning';
    const known = this.#views.of(row.id, () => this.#view(standing, found, view));
    // Once the contact is about that case itself, it stays told as the customer left it.
    const same = known.case === view || row.caseId === found.caseId;
    if (same && known.at === found.at) return known;
    const now = this.#view(standing, found, view);
    this.#views.put(row.id, now);
    return now;
  }

  /** Rows of others came: somebody may have been at another desk before. */
  forget(): void {
    this.#known.forget();
  }

  #view(standing: EarlierView['standing'], { at, caseId }: Found, view: CaseView): EarlierView {
    const { items } = this.#parts.timeline.ofCase(caseId, null, LOOKED_AT);
    return { standing, at, case: view, last: items.find(tells) ?? null };
  }

  /** The day of the contact, and how far back somebody still counts as returning. */
  #reach({ state, packHash }: ContactRow): { readonly today: EpochMs; readonly since: EpochMs } {
    const { packs, timeZone } = this.#parts;
    if (state.phase === 'none') return { today: 0, since: 0 };
    const today = startOfDay(state.head.openedAt, timeZone);
    const days = packs.get(packHash).returning?.withinDays ?? 0;
    return { today, since: today - days * DAY_MS };
  }

  #find(row: ContactRow, matter: CaseView | null): Found | null {
    const { id, phone: shown } = row;
    const customer = matter?.customer.id ?? null;
    const phone = phoneKey(matter?.customer.phone || shown);
    const known = this.#known.of(id, () => ({ phone, customer, found: this.#read(row, phone, customer) }));
    if (known.phone === phone && known.customer === customer) return known.found;
    const found = this.#read(row, phone, customer);
    this.#known.put(id, { phone, customer, found });
    return found;
  }

  /** Of one day, or of the days before it, what waits for us comes before what is only newer. */
  #read(row: ContactRow, phone: string, customer: CustomerId | null): Found | null {
    const found = this.#parts.store.database
      .prepare<[object], { caseId: string; at: number }>(
        `SELECT contact.case_id AS caseId, contact.opened_at AS at
         FROM (SELECT id FROM customer WHERE phone_key = @phone AND phone_key <> '' UNION SELECT @customer) AS who
           JOIN service_case ON service_case.customer_id = who.id
           JOIN contact ON contact.case_id = service_case.id
         WHERE (contact.opened_at, contact.rowid) < (SELECT opened_at, rowid FROM contact WHERE id = @id)
           AND contact.opened_at >= @since
         ORDER BY service_case.id IS @own DESC, contact.opened_at >= @today DESC, ${WAITS} DESC,
           service_case.status <> 'done' DESC, ${SAYS_SOMETHING} DESC, contact.opened_at DESC, contact.rowid DESC
         LIMIT 1`,
      )
      .get({ id: row.id, own: row.caseId, phone, customer, ...this.#reach(row) });
    return found === undefined ? null : { caseId: found.caseId as CaseId, at: found.at };
  }
}

function tells(item: TimelineItem): boolean {
  return item.kind === 'edit' ? item.value !== '' : !TELLS_NOTHING.has(item.event.type);
}
