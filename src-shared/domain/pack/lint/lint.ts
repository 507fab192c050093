import { coverageOf, unknownRules, type TradeRule } from '../coverage.ts';
import type { Pack } from '../schema.ts';
import { lintConditions } from './conditions.ts';
import type { Finding, TellFinding } from './finding.ts';
import { lintForms } from './forms.ts';
import { lintLimits } from './limits.ts';
import { lintOffers } from './offers.ts';
import { lintOpenSlots } from './open-slots.ts';
import { lintSentences } from './sentences.ts';

export interface LintOptions {
  /** The rules of the trade: the pack has to cover those that it owes. None, without them. */
  readonly rules: readonly TradeRule[] | null;
}

/** All that a pack may say and should not. It has no faults (`readPack`) any more. */
export function lintPack(pack: Pack, { rules }: LintOptions): readonly Finding[] {
  const findings: Finding[] = [];
  const tell: TellFinding = (path, code, facts) =>
    void findings.push(facts === undefined ? { path, code } : { path, code, facts });
  lintOffers(pack, tell);
  lintOpenSlots(pack, tell);
  lintConditions(pack, tell);
  lintLimits(pack, tell);
  lintForms(pack, tell);
  lintSentences(pack, tell);
  if (rules !== null) {
    const known = rules.map(({ id }) => id);
    const owed = rules.filter(({ by }) => by === 'pack').map(({ id }) => id);
    for (const { rule, items } of coverageOf(pack, owed)) {
      if (items.length === 0) tell('', 'rule-not-covered', { name: rule });
    }
    for (const { path, rule } of unknownRules(pack, known)) tell(path, 'no-such-rule', { name: rule });
  }
  return findings;
}
