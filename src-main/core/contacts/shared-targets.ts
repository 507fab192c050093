import type { ContactId } from '#shared/base/ids.ts';
import { deadlinesOf } from '#shared/domain/contact/deadlines.ts';
import type { Days } from '#shared/domain/contact/policy.ts';
import { progressOf } from '#shared/domain/contact/state.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';
import type { ContactLog, ContactRow } from './contact-log.ts';

interface Parts {
  readonly log: ContactLog;
  readonly packs: PackShelf;
  readonly days: Days;
}

interface Owed {
  readonly id: ContactId;
  readonly target: string;
}

/**
 * Response targets that other contacts about the same case still owe, though the customer was told in this one: who comes again is
 * told once (R-SLA-5).
 */
export function toldHere({ log, packs, days }: Parts, { id, caseId, state, packHash }: ContactRow): readonly Owed[] {
  if (caseId === null || state.phase === 'none') return [];
  const visited = progressOf(state)?.visited ?? [];
  const reached = packs.policy(packHash).targets.filter(({ metByStage }) => visited.includes(metByStage));
  const told = new Set([...state.targetsMet, ...reached.map((target) => target.id)]);
  return log
    .ofCase(caseId)
    .filter((other) => other.id !== id && other.own && log.hasCountdowns(other.id))
    .flatMap((other) =>
      deadlinesOf(other.state, packs.policy(other.packHash), days).flatMap(({ kind, detail }) =>
        kind === 'target' && detail !== null && told.has(detail) ? [{ id: other.id, target: detail }] : [],
      ),
    );
}
