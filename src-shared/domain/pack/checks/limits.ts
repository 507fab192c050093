import type { Pack } from '../schema.ts';
import { allLines } from '../vocabulary.ts';
import { checkNames, type Tell } from './teller.ts';

/** Limits that contradict each other, and things that point to what is not there. */
export function checkLimits(pack: Pack, tell: Tell): void {
  if (pack.hold.warnAfterMs >= pack.hold.limitMs) tell('hold.warnAfterMs', 'warning-after-limit');
  if (pack.ring.best > pack.ring.limit) tell('ring.best', 'best-ring-after-last');
  const { effectiveFrom, expiresOn } = pack;
  if (effectiveFrom !== undefined && expiresOn !== undefined && expiresOn < effectiveFrom) {
    tell('expiresOn', 'ends-before-it-begins');
  }
  pack.businessHours.forEach(({ from, to }, index) => {
    if (to <= from) tell(`businessHours.${String(index)}`, 'ends-before-it-begins');
  });
  checkTargets(pack, tell);
  const lines = new Set(allLines(pack).map(({ id }) => id));
  for (const { id, line } of pack.escalations) checkNames(tell, lines, 'no-such-line', [[`escalations.${id}`, line]]);
  for (const [path, pattern] of Object.entries({
    withSurname: pack.address.withSurname,
    titleOnly: pack.address.titleOnly,
    unknown: pack.address.unknown,
  })) {
    if (/[{}]/.test(pattern.replaceAll(/\{(surname|title)\}/g, ''))) tell(`address.${path}`, 'not-a-slot-of-addresses');
  }
}

function checkTargets(pack: Pack, tell: Tell): void {
  const stages = new Set(pack.stages.map((stage) => stage.id));
  const scenarios = new Set(pack.scenarios.map((scenario) => scenario.id));
  const severities = new Set(pack.remedies?.severities.map(({ id }) => id));
  for (const target of pack.targets) {
    const at = `targets.${target.id}`;
    if ((target.withinMs === undefined) === (target.sameDayAt === undefined)) tell(at, 'not-one-deadline');
    if (target.counts === 'business' && (target.withinMs === undefined || pack.businessHours.length === 0)) {
      tell(at, 'no-business-hours');
    }
    checkNames(tell, stages, 'no-such-stage', [[at, target.metByStage]]);
    checkNames(tell, scenarios, 'no-such-scenario', [[at, target.scenario]]);
    checkNames(tell, severities, 'no-such-severity', [[at, target.severity]]);
  }
}
