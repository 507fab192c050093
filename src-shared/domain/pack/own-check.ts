import { progressOf, type ContactState } from '../contact/state.ts';
import { applies, circumstances, type Matter } from './circumstances.ts';
import type { Pack } from './schema.ts';

type Criterion = NonNullable<Pack['quality']>['criteria'][number];

interface CheckedCriterion {
  readonly criterion: Criterion;
  readonly isMet: boolean;
}

/** What the score sheet wants of this contact as far as its log and its form can tell (R-QA-1): the rest a supervisor judges. */
export function ownCheckOf(pack: Pack, state: ContactState, matter: Matter): readonly CheckedCriterion[] {
  if (progressOf(state) === null) return [];
  const facts = circumstances(pack, state, matter);
  return (pack.quality?.criteria ?? [])
    .filter(({ check, when }) => check !== undefined && applies(when, facts))
    .map((criterion) => ({ criterion, isMet: applies(criterion.check, facts) }));
}
