import { progressOf, type ContactState } from '../contact/state.ts';
import { applies, circumstances, type Matter } from './circumstances.ts';
import type { Pack } from './schema.ts';

export type PackStep = Pack['scenarios'][number]['steps'][number];

export interface ShownStep {
  readonly step: PackStep;
  readonly done: boolean;
  /** It belongs to the stage in which the contact is. */
  readonly now: boolean;
}

/** What the scenario wants done in this contact, each done or still to do: those of the current stage first, then in order. */
export function stepsOf(pack: Pack, state: ContactState, matter: Matter): readonly ShownStep[] {
  const stage = progressOf(state)?.stage;
  if (state.phase === 'none' || stage === undefined) return [];
  const facts = circumstances(pack, state, matter);
  const { scenario } = state.head;
  const steps = (pack.scenarios.find(({ id }) => id === scenario)?.steps ?? [])
    .filter(({ when }) => applies(when, facts))
    .map((step) => ({ step, done: applies(step.done, facts), now: step.stage === stage }));
  return [...steps.filter(({ now }) => now), ...steps.filter(({ now }) => !now)];
}
