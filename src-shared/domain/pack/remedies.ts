import { progressOf, type ContactState } from '../contact/state.ts';
import type { Pack } from './schema.ts';
import { ROLES } from './sections/basics.ts';

export type GrantRole = (typeof ROLES)[number];

/** Who looks after the service decides as a supervisor does; on a desk without one there are only agents. */
export function grantRole(own: GrantRole | 'admin' | null): GrantRole {
  return own === 'admin' ? 'supervisor' : (own ?? 'agent');
}

type Table = NonNullable<Pack['remedies']>;
type Row = Table['table'][number];

export interface AllowedRemedy {
  readonly kind: Table['kinds'][number];
  readonly by: GrantRole;
  readonly upTo: Row['allow'][number]['upTo'];
}

/** What may be done in a case of this type and severity, and by when the customer has it (R-REM-1). */
export interface Remedies {
  readonly allowed: readonly AllowedRemedy[];
  readonly withinMs: number;
}

/** `null`: the pack has none, or the form does not say yet which type of complaint it is, and how grave. */
export function remediesFor({ remedies }: Pack, fields: Readonly<Record<string, string>>): Remedies | null {
  if (remedies === undefined) return null;
  const type = remedies.types.find(({ name }) => name === fields[remedies.typeField])?.id;
  const severity = remedies.severities.find(({ name }) => name === fields[remedies.severityField])?.id;
  const row = remedies.table.find((each) => each.severity === severity && each.types.some((known) => known === type));
  if (row === undefined) return null;
  const allowed = row.allow.flatMap(({ kind: id, by = 'agent', upTo }) => {
    const kind = remedies.kinds.find((candidate) => candidate.id === id);
    return kind === undefined ? [] : [{ kind, by, upTo }];
  });
  return { allowed, withinMs: row.withinMs };
}

/** The most that this role may grant; `null` for a kind that has no amount. */
export function limitOf({ kind, by, upTo }: AllowedRemedy, role: GrantRole): number | null {
  if (ROLES.indexOf(role) < ROLES.indexOf(by)) return 0;
  if (kind.unit === undefined) return null;
  // Each may do what those before it may.
  return Math.max(0, ...ROLES.slice(0, ROLES.indexOf(role) + 1).map((each) => upTo?.[each] ?? 0));
}

/** What was granted of a kind in these contacts: it counts, or a limit would be no limit for who gives in parts. */
export function grantedOf(kind: string, contacts: readonly ContactState[]): number {
  const granted = contacts
    .flatMap((state) => progressOf(state)?.remedies ?? [])
    .filter((given) => given.granted && given.remedy === kind);
  return granted.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
}

/** Who is the first that may grant so much; `null`: nobody may. */
export function grantedBy(remedy: AllowedRemedy, amount: number | null): GrantRole | null {
  const may = ROLES.find((role) => {
    const limit = limitOf(remedy, role);
    return limit === null || (limit > 0 && amount !== null && amount <= limit);
  });
  return may ?? null;
}

export function outranks(role: GrantRole, needed: GrantRole): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}
