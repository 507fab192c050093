import type { CountdownView } from '#shared/contract/views.ts';
import { useDesk } from '../store/desk.ts';
import { urgencyOf, type Urgency } from './urgency.ts';

/** As `urgencyOf`, by the rules of the pack that is in use. */
export function useUrgency(): (countdown: CountdownView, now: number) => Urgency {
  const desk = useDesk();
  return (countdown, now) => urgencyOf(countdown, now, desk.activePack?.lateAfterMs ?? 0);
}
