import type { CountdownView } from '#shared/contract/views.ts';

/** How pressing a countdown is at this moment. `late` counts up. */
export type Urgency = 'calm' | 'warning' | 'due' | 'late';

/** `lateAfterMs`: for so long a passed promise or target is due; after that it is late. */
export function urgencyOf(countdown: CountdownView, now: number, lateAfterMs: number): Urgency {
  const over = now - countdown.dueAt;
  // The short ones of the line ask for something at once; only promises and targets get late.
  const lateAfter = countdown.kind === 'callback' || countdown.kind === 'target' ? lateAfterMs : 0;
  if (over >= 0) return over > lateAfter ? 'late' : 'due';
  return countdown.phase === 'warned' || (countdown.warnAt !== null && now >= countdown.warnAt) ? 'warning' : 'calm';
}

/** The part of its time that is left, from 1 to 0. */
export function partLeft(countdown: CountdownView, now: number): number {
  const whole = countdown.dueAt - countdown.startsAt;
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, (countdown.dueAt - now) / whole));
}

export type Group = 'now' | 'today' | 'later';

const SOON_MS = 30 * 60_000;

export function groupOf(countdown: CountdownView, now: number): Group {
  if (countdown.dueAt - now < SOON_MS) return 'now';
  const midnight = new Date(now);
  midnight.setHours(24, 0, 0, 0);
  return countdown.dueAt < midnight.getTime() ? 'today' : 'later';
}

/** A customer who comes again about a matter waits for one answer: what several contacts about it owe is shown once, as it is due first. */
export function oncePerCase(soonestFirst: readonly CountdownView[]): readonly CountdownView[] {
  const seen = new Set<string>();
  return soonestFirst.filter(({ kind, caseId, detail }) => {
    if (kind !== 'target' || caseId === null) return true;
    const owed = `${caseId} ${detail ?? ''}`;
    return seen.has(owed) ? false : seen.add(owed);
  });
}
