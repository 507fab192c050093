import type { CountdownView } from '#shared/contract/views.ts';
import type { Sqlite } from '../database/open.ts';

type Stored = Omit<CountdownView, 'who'> & { readonly surname: string; readonly title: string; readonly phone: string };

/** What is typed at the moment stands over what is stored. */
function typedOr(field: string, stored: string): string {
  return `coalesce(
    (SELECT value FROM draft WHERE draft.case_id = service_case.id AND field = 'customer.${field}'), ${stored}, '')`;
}

/** Those that fired already: targets (1), or what was promised (0). */
function over(target: 0 | 1): string {
  return `SELECT * FROM countdown WHERE next_at IS NULL AND (kind = 'target') = ${target} ORDER BY due_at, id LIMIT @limit`;
}

/** The most urgent ones: broken promises, then what happens next, then missed targets. */
const MOST_URGENT = `
    SELECT * FROM (${over(0)})
    UNION ALL
    SELECT * FROM (SELECT * FROM countdown WHERE next_at IS NOT NULL ORDER BY next_at, id LIMIT @limit)
    UNION ALL
    SELECT * FROM (${over(1)})
    LIMIT @limit`;

const NAMED = 'SELECT * FROM countdown WHERE id IN (SELECT value FROM json_each(@ids))';

/** One statement for the countdowns with whom they are about. */
function viewsOf(countdowns: string): string {
  return `
  SELECT countdown.id, countdown.kind, countdown.phase, countdown.starts_at AS startsAt, countdown.warn_at AS warnAt,
    countdown.due_at AS dueAt, coalesce(callback.reason, countdown.detail) AS detail, countdown.contact_id AS contactId,
    countdown.callback_id AS callbackId, service_case.id AS caseId,
    ${typedOr('surname', 'customer.surname')} AS surname,
    ${typedOr('title', 'customer.title')} AS title,
    ${typedOr('phone', "nullif(customer.phone, ''), contact.phone")} AS phone
  FROM (${countdowns}) AS countdown
  LEFT JOIN contact ON contact.id = countdown.contact_id
  LEFT JOIN callback ON callback.id = countdown.callback_id
  LEFT JOIN service_case ON service_case.id = coalesce(contact.case_id, callback.case_id)
  LEFT JOIN customer ON customer.id = service_case.customer_id
  ORDER BY countdown.due_at, countdown.id`;
}

const LIST = viewsOf(MOST_URGENT);
const SOME = viewsOf(NAMED);

/**
 * What is running out with whom it is about, the soonest first, at most `limit`. A target that was missed stays a debt for long:
 * however many there are, they crowd out nothing that still runs.
 */
export function listCountdowns(database: Sqlite, limit: number): readonly CountdownView[] {
  return database.prepare<[object], Stored>(LIST).all({ limit }).map(toView);
}

/** Those of these ids that there are, in the same order. */
export function countdownsNamed(database: Sqlite, ids: readonly string[]): readonly CountdownView[] {
  return database
    .prepare<[object], Stored>(SOME)
    .all({ ids: JSON.stringify(ids) })
    .map(toView);
}

/** The order in which `listCountdowns` answers. */
export function bySoonest(a: CountdownView, b: CountdownView): number {
  return a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1);
}

function toView({ surname, title, phone, ...row }: Stored): CountdownView {
  return { ...row, who: { surname, title, phone } };
}
