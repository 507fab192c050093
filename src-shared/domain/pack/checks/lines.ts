import type { Pack, PackLine } from '../schema.ts';
import { slotsOf } from '../slots.ts';
import { allFields, lineLists } from '../vocabulary.ts';
import type { Tell } from './teller.ts';

/** All that somebody else than the customer may hear: who calls, and for whom (R-OUT-1, R-OUT-3). */
const SLOTS_FOR_ANYBODY = [
  ...['company.name', 'company.department', 'agent.name', 'agent.number'],
  ...['customer.surname', 'customer.title', 'customer.address'],
];

/** The slots that the desk can fill besides those of fields. */
export const KNOWN_SLOTS: ReadonlySet<string> = new Set([
  ...SLOTS_FOR_ANYBODY,
  ...['customer.phone', 'case.number', 'previous.number', 'previous.matter'],
  ...['contact.department', 'contact.departmentNumber', 'callback.due'],
  ...['hold.reason', 'hold.lastReason', 'hold.limit'],
]);

/** A field of this case, or of the one for which the customer was here before. */
const SLOT_OF_FIELD = /^(?:case|previous)\.(.+)$/;

export function checkLines(pack: Pack, tell: Tell): void {
  const fields = new Set(allFields(pack).map(({ id }) => id));
  const seen = new Map<string, PackLine>();
  for (const [path, lines] of lineLists(pack)) {
    for (const line of lines) {
      const at = `${path}.${line.id}`;
      if (seen.has(line.id)) tell(at, 'id-twice', { id: line.id });
      seen.set(line.id, line);
      for (const text of [line.text, ...(line.variants ?? [])]) checkText(line, text, fields, at, tell);
    }
  }
  const consent = seen.get(pack.hold.consentLine);
  if (consent === undefined) tell('hold.consentLine', 'no-such-line', { name: pack.hold.consentLine });
  else if (consent.effect !== 'start-hold') tell('hold.consentLine', 'consent-starts-no-hold');
}

function checkText(line: PackLine, text: string, fields: ReadonlySet<string>, at: string, tell: Tell): void {
  for (const slot of slotsOf(text)) {
    const field = SLOT_OF_FIELD.exec(slot)?.[1];
    const known = KNOWN_SLOTS.has(slot) || (field !== undefined && fields.has(field));
    if (!known) tell(at, 'no-such-slot', { name: slot });
    if (line.for === 'other' && !SLOTS_FOR_ANYBODY.includes(slot)) tell(at, 'slot-not-for-others', { name: slot });
  }
  if (/[{}]/.test(text.replaceAll(/\{[a-z][a-zA-Z0-9.-]*(\|[^{}|]*)?\}/g, ''))) tell(at, 'stray-brace');
}
