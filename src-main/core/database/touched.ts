import type { ContactId } from '#shared/base/ids.ts';
import type { TimelineItem } from '#shared/contract/views.ts';

/** What the windows must be shown anew after a commit. */
export interface Touched {
  contacts: boolean;
  /** What a countdown tells of a person or a matter may have changed in any of them. */
  allCountdowns: boolean;
  readonly countdowns: Set<string>;
  lists: boolean;
  settings: boolean;
  notices: boolean;
  /** What is known of the central service. */
  sync: boolean;
  /** Who else is on the cases that are open here. */
  presence: boolean;
  /** Script packs that came, and whose signatures count. */
  packFiles: boolean;
  readonly timeline: Map<ContactId, TimelineItem[]>;
}

export function nothingTouched(): Touched {
  return {
    contacts: false,
    allCountdowns: false,
    countdowns: new Set(),
    lists: false,
    settings: false,
    notices: false,
    sync: false,
    presence: false,
    packFiles: false,
    timeline: new Map(),
  };
}

const SLICES = [
  ...(['contacts', 'allCountdowns', 'lists', 'settings', 'notices', 'sync', 'presence', 'packFiles'] as const),
] as const;

/** Whatever windows show may be another thing afterwards. */
export function touchAll(touched: Touched): void {
  for (const slice of SLICES) touched[slice] = true;
}

/** Adds to `whole` what a part of its transaction touched. */
export function alsoTouched(whole: Touched, part: Touched): void {
  for (const slice of SLICES) whole[slice] ||= part[slice];
  for (const id of part.countdowns) whole.countdowns.add(id);
  for (const [contact, items] of part.timeline) {
    whole.timeline.set(contact, [...(whole.timeline.get(contact) ?? []), ...items]);
  }
}
