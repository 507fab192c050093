import { useI18n } from 'vue-i18n';
import type { ContactView } from '#shared/contract/views.ts';
import { useRun } from '../store/run.ts';
import { useDesk } from '../store/desk.ts';
import { useToasts } from '../store/toasts.ts';
import { useFills } from './fills.ts';
import type { ShownLine } from './offered.ts';

const FLASH_MS = 1_200;

type Take = (contact: ContactView, line: ShownLine, via: 'enter' | 'copy') => Promise<void>;

/** Hands a line over: into the window beneath where the host can, else to the clipboard. Asks for open slots first. */
export function useTake(): Take {
  const desk = useDesk();
  const run = useRun();
  const fills = useFills();
  const toasts = useToasts();
  const { t } = useI18n();

  return async (contact, shown, how) => {
    const lineId = shown.line.id;
    fills.selected.set(contact.id, lineId);
    const [slot] = shown.missing;
    if (slot !== undefined) {
      fills.asking = { lineId, slot };
      return;
    }
    const via = how === 'enter' && desk.state?.host.insert === true ? 'insert' : 'clipboard';
    const typed = fills.of(contact.id, lineId);
    const wanted = shown.asked.map((name) => [name, (typed[name] ?? '').trim()] as const);
    const answer = await run.request('line.use', {
      contactId: contact.id,
      lineId,
      via,
      fills: Object.fromEntries(wanted),
    });
    if (!answer.ok) return;
    fills.taken = lineId;
    setTimeout(() => {
      if (fills.taken === lineId) fills.taken = null;
    }, FLASH_MS);
    toasts.add({ text: t(via === 'insert' ? 'line.inserted' : 'line.copied'), more: answer.value.text, stays: 2_400 });
  };
}
