import { progressOf, type ContactState } from '#shared/domain/contact/state.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';

/** Whether the situation that is open asks to which department the customer goes. */
export function asksDepartment(pack: Pack | null, state: ContactState): boolean {
  const situation = progressOf(state)?.situation;
  return pack?.situations.find(({ id }) => id === situation)?.asksDepartment === true;
}
