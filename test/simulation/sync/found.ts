import type { Era } from './plan.ts';

/** Plans that once went wrong. A plan is made anew from its seed, so each says what it was about when it was found. */
export interface Found {
  readonly was: string;
  readonly seed: number;
  readonly desks: number;
  readonly steps: number;
  readonly era: Era;
}

const size = { desks: 10, steps: 150, era: 'asked' } as const;
const few = { desks: 4, steps: 300, era: 'asked' } as const;
const all = { desks: 4, steps: 300, era: 'one-by-one' } as const;

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
  { was: 'a disk put back after a restored backup, and two ops of one number', seed: 302519, ...few },
  { was: 'a revoked desk that sent again what a restored service had been told', seed: 304400, ...few },
  {
    was: 'a reply to an old request, by which a revoked desk was wiped',
    seed: 4068,
    desks: 20,
    steps: 200,
    era: 'asked',
  },
  { was: 'an op that had been put aside, and those after it merged anew', seed: 7552, ...few },
  { was: 'an older value that was shown after a later one had been told', seed: 4210, ...few },
  { was: 'a copy whose ops came under two names', seed: 3901, ...few },
  { was: 'an own value taken in late, right before the next one', seed: 11252, ...few },
  { was: 'an op sent again and judged by another clock, and its first stamp at a desk', seed: 2050, ...few },
  { was: 'a told row that was not given back before the next restored backup', seed: 8828, ...few },
  { was: 'an item told before the row that it belongs to, by a desk that was revoked', seed: 20879, ...few },
  { was: 'an op that an older service had put aside, sent again to a restored and renewed one', seed: 1517, ...few },
  { was: 'two ops of one number, each merged in another life', seed: 7100, ...few },
  { was: 'two ops of one number, and a pack that was published again', seed: 11312, ...all },
  { was: 'a conflict that only a revoked desk still had', seed: 12925, ...few },
  { was: 'an op that was put aside, of a desk that went on under another name', seed: 2350, ...few },
  { was: 'ops sent again in several pushes, and a told value of a later one', seed: 646, ...few },
  { was: 'a value behind an own edit that refers to a row which waits for a newer program', seed: 196, ...all },
  { was: 'an image with an older value behind an edit, in a row that was told again later', seed: 7959, ...all },
  {
    was: 'an image with an older value that its desk does not know, in a row that was edited later',
    seed: 9848,
    ...all,
  },
  { was: 'an answer of before, at a revoked desk whose earlier ops had been cleared away', seed: 880, ...all },
  { was: 'two answers of before, at a revoked desk whose earlier ops had been cleared away', seed: 6551, ...all },
  { was: 'a commit that a service had told live before a backup was put back', seed: 457, ...all },
  {
    was: 'a value that a copy sent again to a second life, told to a third that had the one typed after it',
    seed: 12905,
    ...all,
  },
  { was: 'an own row with an edit that was put aside, which came back in an image', seed: 802891, ...all },
  { was: 'a field that was cleared by an op that was put aside, and written again', seed: 802739, ...all },
];
