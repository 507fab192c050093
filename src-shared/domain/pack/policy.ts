import type { ContactPolicy } from '../contact/policy.ts';
import type { Pack } from './schema.ts';
import { allLines } from './vocabulary.ts';

/** What the contact machine needs of a pack. */
export function contactPolicy(pack: Pack): ContactPolicy {
  const [first, ...rest] = pack.stages;
  return {
    stages: [first.id, ...rest.map((stage) => stage.id)],
    scenarios: pack.scenarios.map((scenario) => scenario.id),
    situations: Object.fromEntries(pack.situations.map(({ id, mood }) => [id, { mood: mood ?? null }])),
    moods: pack.moods.map((mood) => mood.id),
    departments: pack.departments.map((department) => department.id),
    remedies: (pack.remedies?.kinds ?? []).map((kind) => kind.id),
    escalations: pack.escalations.map((escalation) => escalation.id),
    lines: allLines(pack).map((line) => line.id),
    failedOutcomes: pack.callback.outcomes.filter(({ kind }) => kind === 'failed').map(({ id }) => id),
    ring: pack.ring,
    chatAcknowledgeMs: pack.chatAcknowledgeMs,
    hold: { warnAfterMs: pack.hold.warnAfterMs, limitMs: pack.hold.limitMs },
    silence: { prompts: pack.silence.prompts, pauseMs: pack.silence.pauseMs },
    redialWithinMs: pack.redial.withinMs,
    targetWarnAfter: pack.targetWarnAfter,
    undoCloseMs: pack.undoCloseMs,
    severities: (pack.remedies?.severities ?? []).map((severity) => severity.id),
    business: { hours: pack.businessHours, calendar: pack.promiseTime.workingCalendar },
    targets: pack.targets.map((target) => ({
      id: target.id,
      name: target.name,
      scenario: target.scenario ?? null,
      channel: target.channel ?? null,
      severity: target.severity ?? null,
      due:
        target.withinMs === undefined
          ? { sameDayAt: target.sameDayAt ?? '' }
          : { withinMs: target.withinMs, counts: target.counts ?? 'always' },
      metByStage: target.metByStage,
    })),
  };
}
