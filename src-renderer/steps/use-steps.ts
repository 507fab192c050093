import { computed, type ComputedRef } from 'vue';
import type { ContactView } from '#shared/contract/views.ts';
import { stepsOf, type PackStep, type ShownStep } from '#shared/domain/pack/steps.ts';
import { useTypedFields } from '../form/typed-fields.ts';
import { useFills } from '../lines/fills.ts';
import { keepEqual } from '../lines/keep-equal.ts';
import { matterOf } from '../lines/matter.ts';
import { useDesk } from '../store/desk.ts';
import { useRun } from '../store/run.ts';

interface Steps {
  readonly steps: ComputedRef<readonly ShownStep[]>;
  readonly open: ComputedRef<readonly ShownStep[]>;
  /** Leads to where the step is done: its stage, with the line that helps selected. */
  readonly goTo: (step: PackStep) => void;
}

/** What the scenario of a contact still wants done; what is being typed counts at once. */
export function useSteps(contact: () => ContactView): Steps {
  const desk = useDesk();
  const fields = useTypedFields(contact);
  const fills = useFills();
  const run = useRun();

  const steps = computed<readonly ShownStep[]>((before) => {
    const view = contact();
    const pack = desk.packOf(view);
    if (pack === null) return [];
    return keepEqual(before, stepsOf(pack, view.state, matterOf(view, fields.value)));
  });

  async function goTo(step: PackStep): Promise<void> {
    const { id, state } = contact();
    const line = step.lines?.[0];
    if (line !== undefined) fills.selected.set(id, line);
    // Also to the stage that is seen here: the answer to a key before may lead away from it yet.
    if (state.phase === 'active') await run.command(id, { type: 'enter-stage', stage: step.stage });
  }

  return {
    steps,
    open: computed(() => steps.value.filter(({ done }) => !done)),
    goTo: (step) => void goTo(step),
  };
}
