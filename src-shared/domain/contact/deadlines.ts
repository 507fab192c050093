import type { EpochMs } from '../../base/clock.ts';
import { businessDue } from './business-time.ts';
import type { ClockOfDay, ContactPolicy, Days, ResponseTarget } from './policy.ts';
import {
  progressOf,
  type Active,
  type Closed,
  type ContactHead,
  type ContactState,
  type Line,
  type Progress,
  type WrapUp,
} from './state.ts';

const DAY_MS = 86_400_000;

export type DeadlineKind = 'ring' | 'acknowledge' | 'hold' | 'silence' | 'redial' | 'target';

/** A moment by which something must have happened. The countdown drawn from it is never counted, only subtracted. */
export interface Deadline {
  /** Names this very deadline within its contact; a second hold has another key than the first. */
  readonly key: string;
  readonly kind: DeadlineKind;
  readonly startsAt: EpochMs;
  readonly warnAt: EpochMs | null;
  readonly dueAt: EpochMs;
  /** The step of a silent line, the id of a response target. */
  readonly detail: string | null;
}

/** Everything that is running out in a contact in this state. What is not listed is not running any more. */
export function deadlinesOf(state: ContactState, policy: ContactPolicy, days: Days): readonly Deadline[] {
  switch (state.phase) {
    case 'none':
    case 'dialling':
      return [];
    case 'ringing':
      return [state.head.channel === 'call' ? ring(state.since, policy) : acknowledge(state.since, policy)];
    case 'active':
      return [...ofLine(state, policy), ...ofTargets(state, policy, days)];
    case 'wrap-up':
      return ofTargets(state, policy, days);
    case 'closed':
      return state.closing.kind === 'handled' ? ofTargets(state, policy, days) : [];
  }
}

export function keyOfHold(progress: Progress): string {
  return `hold-${progress.holds.count}`;
}

export function keyOfSilence(progress: Progress, line: Extract<Line, { kind: 'silent' }>): string {
  return `silence-${progress.silences}-${line.step}`;
}

function ring(since: EpochMs, { ring: { cycleMs, best, limit } }: ContactPolicy): Deadline {
  const warnAt = since + cycleMs * best;
  return { key: 'ring', kind: 'ring', startsAt: since, warnAt, dueAt: since + cycleMs * limit, detail: null };
}

function acknowledge(since: EpochMs, { chatAcknowledgeMs }: ContactPolicy): Deadline {
  const dueAt = since + chatAcknowledgeMs;
  return { key: 'acknowledge', kind: 'acknowledge', startsAt: since, warnAt: null, dueAt, detail: null };
}

function ofLine(state: Active, policy: ContactPolicy): readonly Deadline[] {
  if (state.conversation.channel === 'chat') return [];
  const { progress } = state;
  const { line } = state.conversation;
  switch (line.kind) {
    case 'connected':
      return [];
    case 'hold': {
      const startsAt = line.since;
      const { warnAfterMs, limitMs } = policy.hold;
      return [
        {
          key: keyOfHold(progress),
          kind: 'hold',
          startsAt,
          warnAt: startsAt + warnAfterMs,
          dueAt: startsAt + limitMs,
          detail: line.reason,
        },
      ];
    }
    case 'silent': {
      if (line.ranOut) return [];
      const key = keyOfSilence(progress, line);
      const dueAt = line.since + policy.silence.pauseMs;
      return [{ key, kind: 'silence', startsAt: line.since, warnAt: null, dueAt, detail: String(line.step) }];
    }
    case 'dropped': {
      const key = `redial-${progress.drops}`;
      const dueAt = line.since + policy.redialWithinMs;
      return [{ key, kind: 'redial', startsAt: line.since, warnAt: null, dueAt, detail: null }];
    }
  }
}

function ofTargets(state: Active | WrapUp | Closed, policy: ContactPolicy, days: Days): readonly Deadline[] {
  const { head } = state;
  const visited = progressOf(state)?.visited ?? [];
  return policy.targets
    .filter((target) => applies(target, head))
    .filter((target) => !state.targetsMet.includes(target.id) && !visited.includes(target.metByStage))
    .map((target) => {
      const startsAt = head.openedAt;
      const dueAt = dueOf(target, startsAt, policy, days);
      const warnAt = startsAt + Math.round(Math.max(0, dueAt - startsAt) * policy.targetWarnAfter);
      return { key: `target-${target.id}`, kind: 'target', startsAt, warnAt, dueAt, detail: target.id };
    });
}

function dueOf({ due }: ResponseTarget, startsAt: EpochMs, { business }: ContactPolicy, days: Days): EpochMs {
  if (!('withinMs' in due)) return sameDay(startsAt, due.sameDayAt, days.clockOfDay);
  return due.counts === 'business' ? businessDue(startsAt, due.withinMs, business, days) : startsAt + due.withinMs;
}

/** What begins after the day's hour is owed by the same hour of the next day. */
function sameDay(startsAt: EpochMs, clock: string, clockOfDay: ClockOfDay): EpochMs {
  const today = clockOfDay(startsAt, clock);
  return today > startsAt ? today : clockOfDay(startsAt + DAY_MS, clock);
}

/** Whether the target is owed in a contact of this kind at all. */
export function applies(target: ResponseTarget, head: ContactHead): boolean {
  return (
    (target.scenario === null || target.scenario === head.scenario) &&
    (target.channel === null || target.channel === head.channel) &&
    (target.severity === null || target.severity === head.severity)
  );
}
