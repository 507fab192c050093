import type { ContactView } from '#shared/contract/views.ts';
import { insideSentence } from '#shared/domain/pack/read-back.ts';
import { stoppedBy, type StoppedHit } from '#shared/domain/pack/own-words.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { completeText, slotsOf, type Segment } from '#shared/domain/pack/slots.ts';
import { useDesk } from '../store/desk.ts';
import { useDrafts } from '../store/drafts.ts';
import { checkerOf } from '../wording/checkers.ts';
import { betterFills } from './better-fills.ts';
import { fieldOfSlot } from './case-slot.ts';
import { useFills } from './fills.ts';
import type { ShownLine } from './offered.ts';

/** A line that was not handed over because of words in its slots. */
export interface Stopped {
  readonly lineId: string;
  readonly text: string;
  readonly hits: readonly StoppedHit[];
  /** What the slots would hold with the better wording, where that can be put in. */
  readonly better: Readonly<Record<string, string>> | null;
}

interface SlotTexts {
  /** Keeps what stands in the slots while the line is taken, to say afterwards what stopped it; `null`: nothing that this window finds. */
  asTaken: (contact: ContactView, shown: ShownLine) => () => Stopped | null;
  /** Types into slots of a line, wherever their text is kept. */
  type: (contact: ContactView, lineId: string, values: Readonly<Record<string, string>>) => void;
}

/** The texts in the slots of a line, as this window has them. */
export function useSlotTexts(): SlotTexts {
  const desk = useDesk();
  const drafts = useDrafts();
  const fills = useFills();

  function valueOf(contact: ContactView, pack: Pack | null, lineId: string, slot: string): string | null {
    const field = fieldOfSlot(pack, slot);
    if (field === null || contact.case === null) return fills.of(contact.id, lineId)[slot] ?? null;
    return drafts.unsent(contact.case.id, field.id) ?? contact.case.fields[field.id] ?? null;
  }

  function asTaken(contact: ContactView, { line, text, segments, asked }: ShownLine): () => Stopped | null {
    const pack = desk.packOf(contact);
    const texts = new Map(slotsOf(text).map((slot) => [slot, valueOf(contact, pack, line.id, slot)]));
    const textOf = (slot: string): string => texts.get(slot) ?? '';
    const whole = segments.map((segment): Segment =>
      segment.kind === 'open'
        ? { kind: 'filled', slot: segment.slot, text: insideSentence(textOf(segment.slot)) }
        : segment,
    );
    return () => {
      if (pack?.wording === undefined) return null;
      const fills = Object.fromEntries(asked.map((slot) => [slot, textOf(slot)]));
      const hits = stoppedBy(checkerOf(pack.wording), { pack, segments: whole, fills });
      if (hits.length === 0) return null;
      const better = betterFills(hits, (slot) => texts.get(slot) ?? null);
      return { lineId: line.id, text: completeText(whole) ?? '', hits, better };
    };
  }

  function type(contact: ContactView, lineId: string, values: Readonly<Record<string, string>>): void {
    const pack = desk.packOf(contact);
    for (const [slot, text] of Object.entries(values)) {
      const field = fieldOfSlot(pack, slot);
      if (field === null || contact.case === null) fills.set(contact.id, lineId, slot, text);
      else drafts.type(contact.case.id, field.id, text);
    }
    if (contact.case !== null) void drafts.settle(contact.case.id);
  }

  return { asTaken, type };
}
