import type { Break } from './machine.ts';
import { violationOf, type Sequence } from './sequence.ts';

/** The shortest sequence found that still goes wrong: steps are left out as long as it does. */
export function shrink(sequence: Sequence, broken?: Break): Sequence {
  let { steps } = sequence;
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < steps.length;) {
      const without = [...steps.slice(0, at), ...steps.slice(at + size)];
      if (violationOf({ ...sequence, steps: without }, broken) === null) at += size;
      else steps = without;
    }
  }
  return { ...sequence, steps };
}
