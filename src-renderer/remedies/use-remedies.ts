import { computed, type ComputedRef } from 'vue';
import type { ContactView } from '#shared/contract/views.ts';
import {
  grantedOf,
  grantRole,
  limitOf,
  remediesFor,
  type AllowedRemedy,
  type GrantRole,
} from '#shared/domain/pack/remedies.ts';
import { useTypedFields } from '../form/typed-fields.ts';
import { keepEqual } from '../lines/keep-equal.ts';
import { useDesk } from '../store/desk.ts';

export interface ShownRemedy extends AllowedRemedy {
  /** The most that the agent of this desk may grant; `null` where it has no amount. */
  readonly limit: number | null;
  /** What of it was granted in this contact already; it counts against the limit. */
  readonly granted: number;
}

/** What may be given in this case (R-REM-1), by what the form says; nothing while it does not say enough. */
export function useRemedies(contact: () => ContactView): {
  role: ComputedRef<GrantRole>;
  allowed: ComputedRef<readonly ShownRemedy[]>;
} {
  const desk = useDesk();
  const fields = useTypedFields(contact);
  const role = computed(() => grantRole(desk.state?.sync.role ?? null));
  const allowed = computed<readonly ShownRemedy[]>((before) => {
    const { phase } = contact().state;
    const pack = desk.packOf(contact());
    if (pack === null || (phase !== 'active' && phase !== 'wrap-up')) return [];
    const found = remediesFor(pack, fields.value)?.allowed ?? [];
    return keepEqual(
      before,
      found.map((remedy) => {
        const granted = grantedOf(remedy.kind.id, [contact().state]);
        return { ...remedy, limit: limitOf(remedy, role.value), granted };
      }),
    );
  });
  return { role, allowed };
}
