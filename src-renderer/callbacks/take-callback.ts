import { useI18n } from 'vue-i18n';
import type { CallbackView } from '#shared/contract/views.ts';
import { addressOf } from '../contact/address.ts';
import { useDesk } from '../store/desk.ts';
import { useRun } from '../store/run.ts';
import { useToasts } from '../store/toasts.ts';

/** Takes over a promise of another desk. Without a link it counts until the service knows who was first; that is said. */
export function useTakeCallback(): (callback: CallbackView) => Promise<boolean> {
  const { t } = useI18n();
  const desk = useDesk();
  const run = useRun();
  const toasts = useToasts();
  return async ({ id, customer }) => {
    const answer = await run.request('callback.take', { callbackId: id });
    if (!answer.ok) return false;
    const who = (desk.activePack === null ? '' : addressOf(desk.activePack, customer)) || t('customer.unnamed');
    const linked = desk.state?.sync.phase === 'current';
    toasts.add({ text: t('callback.took', { who }), more: linked ? '' : t('callback.took-offline') });
    return true;
  };
}
