import type { Pack } from '../schema.ts';
import type { TellFinding } from './finding.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Nobody waits longer on a silent or ringing line. */
const LONGEST_SILENCE = 2 * MINUTE;
const LONGEST_RING = MINUTE;

/** Limits that each may be as they are, and that contradict each other. */
export function lintLimits(pack: Pack, tell: TellFinding): void {
  lintTargets(pack, tell);
  const { callback, hold, silence, ring, chatAcknowledgeMs } = pack;
  if (silence.prompts * silence.pauseMs > LONGEST_SILENCE) tell('silence.pauseMs', 'silence-too-long');
  if (ring.limit * ring.cycleMs > LONGEST_RING) tell('ring.limit', 'ring-too-long');
  const afters = callback.presets.map(({ afterMs }) => afterMs);
  const [soonest, latest] = [Math.min(...afters), Math.max(...afters)];
  if (callback.warnBeforeMs >= latest) tell('callback.warnBeforeMs', 'warning-before-promise');
  if (callback.retryAfterMs > latest) tell('callback.retryAfterMs', 'retry-after-promise');
  if (pack.lateAfterMs >= soonest) tell('lateAfterMs', 'late-after-promise');
  if (hold.limitMs >= soonest) tell('hold.limitMs', 'hold-after-promise');
  const plans = pack.targets.flatMap(({ channel, withinMs }) => (channel === 'chat' && withinMs ? [withinMs] : []));
  if (plans.some((plan) => chatAcknowledgeMs >= plan)) tell('chatAcknowledgeMs', 'acknowledged-after-plan');
  for (const kind of ['reached', 'failed', 'third-party', 'reschedule'] as const) {
    if (!callback.outcomes.some((outcome) => outcome.kind === kind))
      tell('callback.outcomes', 'outcome-missing', { kind });
  }
  const levels = pack.moods.map(({ level }) => level);
  if (!levels.includes(0)) tell('moods', 'no-calm-mood');
  if (Math.max(...levels) < pack.soothing.fromLevel) tell('soothing.fromLevel', 'soothing-never');
  lintCalendar(pack, tell);
  lintRemedies(pack, tell);
}

/** An answer that is owed at an earlier stage is not owed later than one of a later stage (R-SLA-1 … R-SLA-3). */
function lintTargets({ targets, stages, remedies }: Pack, tell: TellFinding): void {
  const stage = (id: string): number => stages.findIndex((each) => each.id === id);
  const grave = (id: string | undefined): number => remedies?.severities.findIndex((each) => each.id === id) ?? -1;
  // Of the same day is at most a day.
  const longest = ({ withinMs = DAY }: (typeof targets)[number]): number => withinMs;
  for (const target of targets) {
    for (const other of targets) {
      const alike = target.scenario === other.scenario && target.channel === other.channel;
      if (!alike || target === other) continue;
      const slower = longest(target) > longest(other);
      const names = { name: target.name, other: other.name };
      if (target.severity === other.severity && stage(target.metByStage) < stage(other.metByStage) && slower) {
        tell(`targets.${target.id}`, 'target-before-earlier', names);
      }
      const graver = other.severity !== undefined && grave(target.severity) > grave(other.severity);
      if (graver && target.metByStage === other.metByStage && slower) {
        tell(`targets.${target.id}`, 'graver-is-slower', names);
      }
    }
  }
}

function lintCalendar({ promiseTime, effectiveFrom, expiresOn, businessHours }: Pack, tell: TellFinding): void {
  const { coveredUntil } = promiseTime.workingCalendar;
  if ((expiresOn ?? effectiveFrom ?? '') > coveredUntil) {
    tell('promiseTime.workingCalendar.coveredUntil', 'calendar-ends-first', { day: coveredUntil });
  }
  businessHours.forEach((hours, index) => {
    const overlaps = businessHours
      .slice(0, index)
      .some(
        (other) =>
          other.weekdays.some((day) => hours.weekdays.includes(day)) && hours.from < other.to && other.from < hours.to,
      );
    if (overlaps) tell(`businessHours.${String(index)}`, 'hours-overlap');
  });
}

/** Every type of complaint has an answer at every severity (R-REM-1). */
function lintRemedies({ remedies }: Pack, tell: TellFinding): void {
  for (const type of remedies?.types ?? []) {
    for (const severity of remedies?.severities ?? []) {
      const answered = remedies?.table.some((row) => row.types.includes(type.id) && row.severity === severity.id);
      if (!answered) tell('remedies.table', 'remedy-missing', { type: type.name, severity: severity.name });
    }
  }
}
