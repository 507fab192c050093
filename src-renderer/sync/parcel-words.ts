import type { SyncView } from '#shared/contract/views.ts';

/** What is said of the files, under `parcel.` in the locale files; the most urgent first. */
export type ParcelWords = 'not-ready' | 'writing' | 'reading' | 'written' | 'taken' | 'none';

export function tellParcel({ parcel }: Pick<SyncView, 'parcel'>): ParcelWords {
  if (!parcel.ready) return 'not-ready';
  if (parcel.busy !== null) return parcel.busy;
  if (parcel.written !== null) return 'written';
  return parcel.taken === null ? 'none' : 'taken';
}
