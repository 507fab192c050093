import type { EpochMs } from '../../base/clock.ts';
import type { ContactEvent } from './event.ts';
import type { LineUsed, Progress } from './state.ts';

/** A conversation that has just begun. */
export function newProgress(stage: string): Progress {
  return {
    answer: null,
    party: 'customer',
    stage,
    visited: [stage],
    situation: null,
    situationsSeen: [],
    mood: null,
    linesUsed: {},
    holds: { count: 0, totalMs: 0, longestMs: 0, overLimit: 0, lastOverLimit: false, lastReason: null },
    silences: 0,
    drops: 0,
    department: null,
    callbacks: [],
  };
}

/** What can be recorded of a conversation while it runs and, where it makes sense, while it is wrapped up. */
export function record(progress: Progress, event: ContactEvent, at: EpochMs): Progress | null {
  switch (event.type) {
    case 'stage-entered':
      return { ...progress, stage: event.stage, visited: withItem(progress.visited, event.stage), situation: null };
    case 'situation-entered':
      return {
        ...progress,
        situation: event.situation,
        situationsSeen: withItem(progress.situationsSeen, event.situation),
      };
    case 'situation-left':
      return progress.situation === null ? null : { ...progress, situation: null };
    case 'mood-tagged':
      return { ...progress, mood: event.mood };
    case 'party-changed':
      return progress.party === event.party ? null : { ...progress, party: event.party };
    case 'line-used': {
      const linesUsed = { ...progress.linesUsed, [event.line]: usedAgain(progress.linesUsed[event.line], event, at) };
      const addressed = (progress.addressed ?? 0) + (event.addressed === true ? 1 : 0);
      return { ...progress, linesUsed, ...(addressed > 0 && { addressed }) };
    }
    case 'wording-overridden':
      // For the log alone: who reviews the contact reads it there (R-QA-1).
      return progress;
    case 'transfer-arranged':
      return { ...progress, department: event.department };
    case 'callback-promised': {
      // One that was moved is still one promise.
      const others = progress.callbacks.filter(({ id }) => id !== event.callback);
      return { ...progress, callbacks: [...others, { id: event.callback, dueAt: event.dueAt }] };
    }
    case 'callback-withdrawn': {
      const callbacks = progress.callbacks.filter(({ id }) => id !== event.callback);
      return callbacks.length === progress.callbacks.length ? null : { ...progress, callbacks };
    }
    case 'remedy-granted':
    case 'remedy-requested': {
      const { remedy, amount, type } = event;
      const remedies = [...(progress.remedies ?? []), { remedy, amount, granted: type === 'remedy-granted' }];
      return { ...progress, remedies };
    }
    case 'escalated':
      return { ...progress, escalated: withItem(progress.escalated ?? [], event.escalation) };
    default:
      return null;
  }
}

type UsedNow = Extract<ContactEvent, { type: 'line-used' }>;

function usedAgain(before: LineUsed | undefined, { wording = 0 }: UsedNow, at: EpochMs): LineUsed {
  const wordings = withItem(before === undefined ? [] : (before.wordings ?? FIRST_WORDING), wording);
  const isOther = wordings.some((each) => each !== 0);
  return { times: (before?.times ?? 0) + 1, lastAt: at, ...(isOther && { wordings }) };
}

const FIRST_WORDING: readonly number[] = [0];

function withItem<T>(list: readonly T[], item: T): readonly T[] {
  return list.includes(item) ? list : [...list, item];
}
