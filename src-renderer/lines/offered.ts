import { computed, type ComputedRef, type MaybeRefOrGetter, toValue } from 'vue';
import type { ContactView } from '#shared/contract/views.ts';
import { progressOf } from '#shared/domain/contact/state.ts';
import { slotFacts } from '#shared/domain/pack/facts.ts';
import { offerLines, type OfferedLine } from '#shared/domain/pack/offer.ts';
import { fillLine, openSlots, slotsOf, type Segment } from '#shared/domain/pack/slots.ts';
import { wordingIn, wordingsOf } from '#shared/domain/pack/wording.ts';
import { useDesk } from '../store/desk.ts';
import { useDrafts } from '../store/drafts.ts';
import { fieldOfSlot } from './case-slot.ts';
import { useFills } from './fills.ts';
import { keepEqual } from './keep-equal.ts';
import { matterOf } from './matter.ts';

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export interface ShownLine extends OfferedLine {
  /** 1 to 9 are keys; further lines are taken by arrow keys. */
  readonly place: number;
  /** Which of its wordings stands there, and how many there are. */
  readonly wording: number;
  readonly wordings: number;
  readonly text: string;
  readonly segments: readonly Segment[];
  /** Slots that are inputs: those that nothing fills, and those that are or were typed into here. */
  readonly asked: readonly string[];
  /** Slots that still have to be typed before the line can be taken. */
  readonly missing: readonly string[];
  readonly lastUsedAt: number | null;
}

/** The lines that are offered now, with their slots filled as far as anything is known. */
export function useOffered(contact: MaybeRefOrGetter<ContactView | null>): ComputedRef<readonly ShownLine[]> {
  const desk = useDesk();
  const fills = useFills();
  const drafts = useDrafts();
  return computed<readonly ShownLine[]>((before) => {
    const view = toValue(contact);
    const pack = view === null ? null : desk.packOf(view);
    const { settings } = desk;
    if (view === null || pack === null || settings === undefined) return [];
    const customer = view.case?.customer ?? null;
    // What is typed counts at once, here as in the form.
    const fields = view.case === null ? {} : { ...view.case.fields, ...drafts.unsentOf(view.case.id) };
    const facts = slotFacts({
      pack,
      state: view.state,
      company: settings,
      agent: settings,
      customer,
      case: view.case === null ? null : { number: view.case.number, fields },
      earlier: view.earlier?.case ?? null,
      now: Date.now(),
      timeZone: zone,
    });
    const used = progressOf(view.state)?.linesUsed ?? {};
    const lines = offerLines(pack, view.state, matterOf(view, fields), fills.dismissedIn(view.id)).map(
      (offered, index): ShownLine => {
        const { id } = offered.line;
        const wordings = wordingsOf(offered.line);
        const wording = wordingIn(view.id, offered.line, fills.turnedBy(view.id, id));
        const text = wordings[wording] ?? offered.line.text;
        const typed = fills.of(view.id, id);
        const valueOf = (slot: string): string => {
          const field = view.case === null ? null : fieldOfSlot(pack, slot);
          return field === null ? (typed[slot] ?? '') : (fields[field.id] ?? '');
        };
        // A text of several lines has outgrown its slot; the form is the place for it.
        const inputs = slotsOf(text).filter(
          (slot) => fills.wasEntered(view.id, id, slot) && !valueOf(slot).includes('\n'),
        );
        const segments = fillLine(text, { ...facts, ...Object.fromEntries(inputs.map((slot) => [slot, undefined])) });
        const asked = openSlots(segments);
        const missing = asked.filter((slot) => valueOf(slot).trim() === '');
        const shown = { place: index + 1, wording, wordings: wordings.length, text, segments, asked, missing };
        return { ...offered, ...shown, lastUsedAt: used[id]?.lastAt ?? null };
      },
    );
    return keepEqual(before, lines);
  });
}

/** The line that keys act on: the one chosen, else the first that was not said yet. */
export function selectedLine(lines: readonly ShownLine[], chosen: string | undefined): ShownLine | null {
  return lines.find(({ line }) => line.id === chosen) ?? lines.find(({ spent }) => !spent) ?? lines[0] ?? null;
}
