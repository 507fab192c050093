import { shallowRef, type ShallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { ContactView } from '#shared/contract/views.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { slotsOf } from '#shared/domain/pack/slots.ts';
import { useComplain } from '../store/complain.ts';
import { useDesk } from '../store/desk.ts';
import { useDrafts } from '../store/drafts.ts';
import { useToasts } from '../store/toasts.ts';
import { fieldOfSlot } from './case-slot.ts';
import { useFills } from './fills.ts';
import type { ShownLine } from './offered.ts';
import { useSlotTexts, type Stopped } from './stopped.ts';

const FLASH_MS = 1_200;

export type How = 'enter' | 'copy';

interface Taking {
  readonly take: (contact: ContactView, line: ShownLine, how: How, overrideReason?: string) => Promise<void>;
  /** The line that was taken last, if words in it stopped it. */
  readonly stopped: ShallowRef<(Stopped & { readonly how: How }) | null>;
}

/** Hands a line over: into the window beneath where the host can, else to the clipboard. Asks for open slots first. */
export function useTake(): Taking {
  const desk = useDesk();
  const fills = useFills();
  const drafts = useDrafts();
  const toasts = useToasts();
  const complain = useComplain();
  const { asTaken } = useSlotTexts();
  const { t } = useI18n();
  const stopped = shallowRef<Taking['stopped']['value']>(null);

  /** What was typed for this line is on disk first: the workstation fills the line from there. */
  async function whyUnsaved(contact: ContactView, shown: ShownLine): Promise<Failure | null> {
    const matter = contact.case;
    if (matter === null) return null;
    const pack = desk.packOf(contact);
    const fields = slotsOf(shown.text).flatMap((slot) => fieldOfSlot(pack, slot)?.id ?? []);
    const unsent = fields.filter((field) => drafts.unsent(matter.id, field) !== null);
    if (unsent.length === 0 || (await drafts.whenSaved(matter.id))) return null;
    return unsent.map((field) => drafts.failureOf(matter.id, field)).find((failure) => failure !== null) ?? null;
  }

  const take: Taking['take'] = async (contact, shown, how, overrideReason) => {
    stopped.value = null;
    const lineId = shown.line.id;
    fills.selected.set(contact.id, lineId);
    const [slot] = shown.missing;
    if (slot !== undefined) {
      fills.asking = { lineId, slot };
      return;
    }
    const whyStopped = asTaken(contact, shown);
    const unsaved = await whyUnsaved(contact, shown);
    if (unsaved !== null) {
      complain(unsaved);
      return;
    }
    const via = how === 'enter' && desk.state?.host.insert === true ? 'insert' : 'clipboard';
    const typed = Object.entries(fills.of(contact.id, lineId)).filter(([name]) => shown.asked.includes(name));
    const answer = await desk.request('line.use', {
      contactId: contact.id,
      lineId,
      wording: shown.wording,
      via,
      fills: Object.fromEntries(typed.map(([name, text]) => [name, text.trim()])),
      ...(overrideReason !== undefined && { overrideReason }),
    });
    if (!answer.ok) {
      const why = answer.error.code === 'wording-stopped' ? whyStopped() : null;
      // Another contact may be in front by now, and a way on would be taken for that one.
      if (why === null || desk.focused?.id !== contact.id) complain(answer.error);
      else stopped.value = { ...why, how };
      return;
    }
    fills.taken = lineId;
    setTimeout(() => {
      if (fills.taken === lineId) fills.taken = null;
    }, FLASH_MS);
    const told = t(via === 'insert' ? 'line.inserted' : 'line.copied');
    toasts.add({ text: told, more: answer.value.text, stays: 2_400, about: contact.id });
  };

  return { take, stopped };
}
