import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { SyncView } from '#shared/contract/views.ts';
import { useDesk } from '../store/desk.ts';
import { useFormat } from '../ui/text.ts';
import { tellSync, type SyncTold } from './sync-words.ts';

interface SyncText extends SyncTold {
  readonly sync: SyncView;
  /** The state in a few words: `离线自 09:12 · 14 项待发`. */
  readonly short: string;
  /** What it means for the work. */
  readonly more: string;
}

/** How the desk stands with the central service, in words; `null` before the desk is open. */
export function useSyncText(): ComputedRef<SyncText | null> {
  const { t } = useI18n();
  const desk = useDesk();
  const format = useFormat();
  return computed(() => {
    const sync = desk.state?.sync;
    if (sync === undefined) return null;
    const told = tellSync(sync);
    const time = sync.lastContact === null ? '' : format.short(sync.lastContact);
    const facts = { count: format.count(sync.pending), time };
    return { ...told, sync, short: t(`sync.${told.words}`, facts), more: t(`sync.more-${told.words}`, facts) };
  });
}
