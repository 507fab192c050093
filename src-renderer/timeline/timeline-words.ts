import { useI18n } from 'vue-i18n';
import type { TimelineItem } from '#shared/contract/views.ts';
import type { ContactEvent } from '#shared/domain/contact/event.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { wordingsOf } from '#shared/domain/pack/wording.ts';
import { findLine } from '#shared/domain/pack/offer.ts';
import { useFormat } from '../ui/text.ts';
import { useFieldWords } from './field-words.ts';

/** One short sentence for each thing that can have happened. */
export function useTimelineWords(): (item: TimelineItem, pack: Pack | null) => string {
  const { t } = useI18n();
  const fields = useFieldWords();
  const format = useFormat();
  const nameIn = (list: readonly { readonly id: string; readonly name: string }[] | undefined, id: string): string =>
    list?.find((entry) => entry.id === id)?.name ?? id;
  const seconds = (ms: number): number => Math.round(ms / 1000);

  function facts(event: ContactEvent, pack: Pack | null): Record<string, string | number> {
    switch (event.type) {
      case 'opened':
        return { what: t(`contact.${event.channel}-${event.direction}`) };
      case 'answered':
        return { rings: event.rings, seconds: seconds(event.afterMs), stage: nameIn(pack?.stages, event.stage) };
      case 'abandoned':
        return { seconds: seconds(event.afterMs) };
      case 'reached':
      case 'party-changed':
        return { party: t(`party.${event.party}`) };
      case 'attempt-failed':
        return { outcome: nameIn(pack?.callback.outcomes, event.outcome) };
      case 'classified':
        return { scenario: nameIn(pack?.scenarios, event.scenario) };
      case 'graded':
        return { severity: nameIn(pack?.remedies?.severities, event.severity ?? '') };
      case 'stage-entered':
        return { stage: nameIn(pack?.stages, event.stage) };
      case 'situation-entered':
        return { situation: nameIn(pack?.situations, event.situation) };
      case 'mood-tagged':
        return { mood: nameIn(pack?.moods, event.mood) };
      case 'line-used': {
        const line = pack === null ? null : findLine(pack, event.line);
        const text = line === null ? null : (wordingsOf(line)[event.wording ?? 0] ?? line.text);
        return {
          line: text === null ? event.line : shorten(text.replace(/\{[^}]*\}/g, '…')),
          via: t(`via.${event.via}`),
        };
      }
      case 'wording-overridden':
        return { rules: event.rules.join(t('sentences.separator')), reason: event.reason };
      case 'hold-started':
        return { reason: event.reason ?? t('band.no-reason') };
      case 'hold-reason-given':
        return { reason: event.reason };
      case 'hold-ended':
        return { seconds: seconds(event.heldMs), by: t(`hold-end.${event.by}`) };
      case 'silence-prompted':
        return { step: event.step };
      case 'redialled':
        return { attempt: event.attempt };
      case 'transfer-arranged':
        return { department: nameIn(pack?.departments, event.department) };
      case 'callback-promised':
        return { time: format.moment(event.dueAt) };
      case 'remedy-granted':
      case 'remedy-requested': {
        const kind = pack?.remedies?.kinds.find(({ id }) => id === event.remedy);
        const amount = event.amount === null ? '' : ` ${format.count(event.amount)}${kind?.unit ?? ''}`;
        const who = event.type === 'remedy-requested' ? t(`role.${event.of}`) : '';
        return { what: `${kind?.name ?? event.remedy}${amount}`, who, reason: event.reason };
      }
      case 'escalated':
        return { way: nameIn(pack?.escalations, event.escalation), time: format.moment(event.dueAt) };
      case 'target-met':
        return { target: nameIn(pack?.targets, event.target) };
      case 'ended':
        return { by: t(`ended-by.${event.by}`) };
      case 'closed':
        return { missing: event.missing.length };
      case 'clock-shifted':
        return { seconds: seconds(event.byMs) };
      default:
        return {};
    }
  }

  return (item, pack) => {
    if (item.kind === 'event') {
      return t(`event.${wordingOf(item.event)}`, facts(item.event, pack));
    }
    if (item.field === 'customer.surnameDeclined')
      return t(item.value === 'true' ? 'event.declined' : 'event.not-declined');
    const [field, value] = [fields.label(item.field, pack), fields.value(item.field, item.value, pack)];
    return t(item.value === '' ? 'event.cleared' : 'event.edited', { field, value: shorten(value) });
  };
}

/** Some events read differently by what they hold; a chat has no rings. */
function wordingOf(event: ContactEvent): string {
  if (event.type === 'graded' && event.severity === null) return 'not-graded';
  if (event.type === 'closed' && event.missing.length > 0) return 'closed-with-debt';
  if ((event.type === 'remedy-granted' || event.type === 'remedy-requested') && event.reason !== '')
    return `${event.type}-because`;
  return event.type === 'answered' && event.rings === 0 ? 'answered-chat' : event.type;
}

const SHORT = 60;

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > SHORT ? `${line.slice(0, SHORT)}…` : line;
}
