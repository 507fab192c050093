import { computed, type ComputedRef } from 'vue';
import type { ContactView } from '#shared/contract/views.ts';
import { progressOf } from '#shared/domain/contact/state.ts';
import { applies, circumstances } from '#shared/domain/pack/circumstances.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { useTypedFields } from '../form/typed-fields.ts';
import { matterOf } from '../lines/matter.ts';
import { useDesk } from '../store/desk.ts';

/** The ways up that the pack proposes at this moment, and that were not gone yet (R-ESC-1). */
export function useProposed(contact: () => ContactView): ComputedRef<Pack['escalations']> {
  const desk = useDesk();
  const fields = useTypedFields(contact);
  return computed(() => {
    const { state } = contact();
    const pack = desk.packOf(contact());
    if (pack === null || state.phase !== 'active') return [];
    const facts = circumstances(pack, state, matterOf(contact(), fields.value));
    const went = progressOf(state)?.escalated ?? [];
    return pack.escalations.filter(({ id, when }) => when !== undefined && applies(when, facts) && !went.includes(id));
  });
}
