import { coverageOf, unknownRules } from '../coverage.ts';
import type { Pack } from '../schema.ts';
import { lintConditions } from './conditions.ts';
import type { Finding, TellFinding } from './finding.ts';
import { lintForms } from './forms.ts';
import { lintLimits } from './limits.ts';
import { lintOffers } from './offers.ts';
import { lintOpenSlots } from './open-slots.ts';
import { lintSentences } from './sentences.ts';

export interface LintOptions {
  /** The rules of the trade that the pack has to cover; none, without them. */
  readonly rules: readonly string[] | null;
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
    for (const { rule, items } of coverageOf(pack, rules)) {
      if (items.length === 0) tell('', 'rule-not-covered', { name: rule });
    }
    for (const { path, rule } of unknownRules(pack, rules)) tell(path, 'no-such-rule', { name: rule });
  }
  return findings;
}
