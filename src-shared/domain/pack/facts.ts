import type { EpochMs } from '../../base/clock.ts';
import { lineOf, progressOf, type ContactState, type Progress } from '../contact/state.ts';
import { readBack } from './read-back.ts';
import type { Pack } from './schema.ts';
import type { SlotFacts } from './slots.ts';
import { spokenTime } from './spoken-time.ts';
import type { SurnameKnown } from './circumstances.ts';

export interface KnownCustomer {
  readonly surname: string;
  readonly surnameDeclined: boolean;
  readonly title: string;
  readonly phone: string;
}

export interface Known {
  readonly pack: Pack;
  readonly state: ContactState;
  readonly company: { readonly company: string; readonly department: string };
  readonly agent: { readonly agentName: string; readonly agentNumber: string };
  readonly customer: KnownCustomer | null;
  readonly case: { readonly number: string; readonly fields: Readonly<Record<string, string>> } | null;
  /** What the customer was here for the last time. */
  readonly earlier: {
    readonly number: string;
    readonly scenario: string | null;
    readonly fields: Readonly<Record<string, string>>;
  } | null;
  readonly now: EpochMs;
  /** IANA name of the desk's zone. */
  readonly timeZone: string;
}

/** Everything that the slots of a line can be filled from at this moment. */
export function slotFacts(known: Known): SlotFacts {
  const { pack, state, customer } = known;
  const progress = progressOf(state);
  const line = lineOf(state);
  const department = pack.departments.find(({ id }) => id === progress?.department);
  const callback = progress?.callbacks.at(-1);
  const facts: Record<string, string | undefined> = {
    'company.name': known.company.company,
    'company.department': known.company.department,
    'agent.name': known.agent.agentName,
    'agent.number': known.agent.agentNumber,
    'customer.surname': customer?.surname,
    'customer.title': titleOf(pack, customer),
    ...addressFacts(pack, customer, progress),
    'customer.phone': customer?.phone,
    'case.number': known.case?.number,
    'contact.department': department?.name,
    'contact.departmentNumber': department?.number,
    'callback.due': callback && spokenTime(callback.dueAt, known.now, pack.locale, known.timeZone),
    'hold.reason': line?.kind === 'hold' ? (line.reason ?? undefined) : undefined,
    // On the way back it is still known what the wait was for (R-HOLD-3); a new wait has no reason yet.
    'hold.lastReason': (line?.kind === 'hold' ? line.reason : progress?.holds.lastReason) ?? undefined,
    'hold.limit': spokenLimit(pack),
  };
  const read = readBack(pack);
  for (const [field, value] of Object.entries(known.case?.fields ?? {})) facts[`case.${field}`] = read(field, value);
  return { ...previousFacts(pack, known.earlier, read), ...facts };
}

/** Whether the customer was addressed as often as the pack finds good (R-ANS-5). */
export function addressedEnough(pack: Pack, progress: Progress | null): boolean {
  const { atMost } = pack.address;
  return atMost !== undefined && (progress?.addressed ?? 0) >= atMost;
}

/** From then on lines do without: each says what it has instead. */
function addressFacts(pack: Pack, customer: KnownCustomer | null, progress: Progress | null): SlotFacts {
  if (addressedEnough(pack, progress)) return { 'customer.address|': pack.address.unknown };
  return { 'customer.address': customer === null ? undefined : addressOf(pack, customer) };
}

/** `previous.<field>` is a field of the earlier case; its number and what kind of matter it was go by names of their own. */
function previousFacts(pack: Pack, earlier: Known['earlier'], read: ReturnType<typeof readBack>): SlotFacts {
  if (earlier === null) return {};
  const facts: Record<string, string | undefined> = {};
  for (const [field, value] of Object.entries(earlier.fields)) facts[`previous.${field}`] = read(field, value);
  facts['previous.number'] = earlier.number;
  facts['previous.matter'] = pack.scenarios.find(({ id }) => id === earlier.scenario)?.name;
  return facts;
}

/** How the customer is addressed (R-ANS-4), or `undefined` while nothing is known; lines then use their fallback. */
export function addressOf(pack: Pack, customer: Pick<KnownCustomer, 'surname' | 'title'>): string | undefined {
  const title = titleOf(pack, customer);
  if (title === undefined) return undefined;
  const pattern = customer.surname === '' ? pack.address.titleOnly : pack.address.withSurname;
  return pattern.replaceAll('{surname}', customer.surname).replaceAll('{title}', title);
}

function titleOf(pack: Pack, customer: Pick<KnownCustomer, 'title'> | null): string | undefined {
  return pack.address.titles.find(({ id }) => id === customer?.title)?.name;
}

export function surnameKnown(customer: KnownCustomer | null): SurnameKnown {
  if (customer === null) return 'unknown';
  if (customer.surname !== '') return 'known';
  return customer.surnameDeclined ? 'declined' : 'unknown';
}

/** In whole minutes where the limit is that, else in seconds. */
function spokenLimit(pack: Pack): string {
  const seconds = Math.round(pack.hold.limitMs / 1000);
  const inMinutes = seconds % 60 === 0;
  const unit = inMinutes ? 'minute' : 'second';
  const format = new Intl.NumberFormat(pack.locale, { style: 'unit', unit, unitDisplay: 'long' });
  return format.format(inMinutes ? seconds / 60 : seconds);
}
