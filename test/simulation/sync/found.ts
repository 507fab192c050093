/** Plans that once went wrong. A plan is made anew from its seed, so each says what it was about when it was found. */
export interface Found {
  readonly was: string;
  readonly seed: number;
  readonly desks: number;
  readonly steps: number;
}

const size = { desks: 10, steps: 150 } as const;

export const FOUND: readonly Found[] = [
  { was: 'an entry that waited for a newer program, and an edit right after the upgrade', seed: 12, ...size },
  { was: 'a restored service, and an own value of its former life that lost in the new one', seed: 295, ...size },
  { was: 'a copied profile, a restored service, and two ops of one name', seed: 907, ...size },
  { was: 'two restored backups, one after the other, and rows told between them', seed: 362, ...size },
  {
    was: 'a row sent again to a restored service, before a value that had replaced its own was told',
    seed: 23455,
    ...size,
  },
  { was: 'an edit of a row that somebody else made later', seed: 43, ...size },
];
