import { useI18n } from 'vue-i18n';
import type { CountdownView } from '#shared/contract/views.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { addressOf, maskPhone } from '../contact/address.ts';
import { useDesk } from '../store/desk.ts';

/** What a countdown is about, in two short lines. */
export function useCountdownText(): (countdown: CountdownView) => { readonly title: string; readonly more: string } {
  const { t } = useI18n();
  const desk = useDesk();

  function packOf(countdown: CountdownView): Pack | null {
    const contact = desk.state?.contacts.find(({ id }) => id === countdown.contactId);
    return contact === undefined ? desk.activePack : desk.packOf(contact);
  }

  return (countdown) => {
    const pack = packOf(countdown);
    const { who, kind, detail } = countdown;
    const address = pack === null ? who.surname : addressOf(pack, who);
    const name = address || maskPhone(who.phone) || t('customer.unnamed');
    const limit = Math.round((countdown.dueAt - countdown.startsAt) / 1000);
    switch (kind) {
      case 'ring':
        return { title: t('countdown.ring'), more: name };
      case 'acknowledge':
        return { title: t('countdown.acknowledge'), more: name };
      case 'hold':
        return {
          title: t('countdown.hold'),
          more: t('countdown.hold-more', { reason: detail ?? t('band.no-reason'), limit }),
        };
      case 'silence':
        return { title: t('countdown.silence'), more: t('countdown.silence-more', { step: detail ?? '' }) };
      case 'redial':
        return { title: t('countdown.redial'), more: name };
      case 'target':
        return { title: pack?.targets.find(({ id }) => id === detail)?.name ?? t('countdown.target'), more: name };
      case 'callback':
        return { title: t('countdown.callback'), more: [name, detail].filter(Boolean).join(' · ') };
    }
  };
}
