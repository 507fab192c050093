import type { EpochMs } from '#shared/base/clock.ts';
import type { CountdownPhase } from '#shared/contract/views.ts';

interface Moments {
  readonly warnAt: EpochMs | null;
  readonly dueAt: EpochMs;
  readonly phase: CountdownPhase;
}

/** The phase that a countdown must be in at `now`; one that slept through its warning is due at once, without it. */
export function phaseAt({ warnAt, dueAt, phase }: Moments, now: EpochMs): CountdownPhase {
  if (now >= dueAt) return 'due';
  if (warnAt !== null && now >= warnAt && phase === 'running') return 'warned';
  return phase;
}

/** When the phase changes next, or `null` after the last change. */
export function nextMoment({ warnAt, dueAt, phase }: Moments): EpochMs | null {
  switch (phase) {
    case 'running':
      return warnAt === null ? dueAt : Math.min(warnAt, dueAt);
    case 'warned':
      return dueAt;
    case 'due':
      return null;
  }
}
