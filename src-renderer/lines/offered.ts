import { computed, type ComputedRef, type MaybeRefOrGetter, toValue } from 'vue';
import type { ContactView } from '#shared/contract/views.ts';
import { progressOf } from '#shared/domain/contact/state.ts';
import { slotFacts, surnameKnown } from '#shared/domain/pack/facts.ts';
import { offerLines, type OfferedLine } from '#shared/domain/pack/offer.ts';
import { fillLine, openSlots, type Segment } from '#shared/domain/pack/slots.ts';
import { useDesk } from '../store/desk.ts';
import { useFills } from './fills.ts';

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export interface ShownLine extends OfferedLine {
  /** 1 to 9 are keys; further lines are taken by arrow keys. */
  readonly place: number;
  readonly segments: readonly Segment[];
  /** Slots that nothing fills, typed ones included: they stay inputs while they are typed in. */
  readonly asked: readonly string[];
  /** Slots that still have to be typed before the line can be taken. */
  readonly missing: readonly string[];
  readonly lastUsedAt: number | null;
}

/** The lines that are offered now, with their slots filled as far as anything is known. */
export function useOffered(contact: MaybeRefOrGetter<ContactView | null>): ComputedRef<readonly ShownLine[]> {
  const desk = useDesk();
  const fills = useFills();
  return computed(() => {
    const view = toValue(contact);
    const pack = view === null ? null : desk.packOf(view);
    const settings = desk.state?.settings;
    if (view === null || pack === null || settings === undefined) return [];
    const customer = view.case?.customer ?? null;
    const facts = slotFacts({
      pack,
      state: view.state,
      company: settings,
      agent: settings,
      customer,
      case: view.case,
      now: Date.now(),
      timeZone: zone,
    });
    const used = progressOf(view.state)?.linesUsed ?? {};
    return offerLines(pack, view.state, surnameKnown(customer)).map((offered, index) => {
      const segments = fillLine(offered.line.text, facts);
      const asked = openSlots(segments);
      const typed = fills.of(view.id, offered.line.id);
      const missing = asked.filter((slot) => (typed[slot] ?? '').trim() === '');
      const lastUsedAt = used[offered.line.id]?.lastAt ?? null;
      return { ...offered, place: index + 1, segments, asked, missing, lastUsedAt };
    });
  });
}
