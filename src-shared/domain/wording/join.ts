import { byPlace, firstFrom, type Stretch } from './cover.ts';
import { BREAK, breakWithin, type Break, type Letters } from './letters.ts';
import type { Joint } from './pattern.ts';

/** Where a phrase was found, in letters. `head` is the end of its first part: what an exception has to cover at least. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly head: number;
}

/** For each place of the first part the nearest way to have all parts, each at its distance from the one before. */
export function joined(
  parts: readonly (readonly Stretch[] | undefined)[],
  joints: readonly Joint[],
  letters: Letters,
  plainBefore: readonly number[],
): readonly Found[] {
  let later: readonly Chain[] = (parts[joints.length] ?? [])
    .map((place) => ({ ...place, last: place.end }))
    .sort(byPlace);
  for (const [part, joint] of [...joints.entries()].reverse()) {
    const next = later;
    later = [...(parts[part] ?? [])].sort(byPlace).flatMap((place) => {
      const follower = nearest(place, next, joint, letters, plainBefore);
      return follower === undefined ? [] : [{ ...place, last: follower.last }];
    });
  }
  return later.map(({ start, end, last }) => ({ start, end: last, head: end }));
}

/** A place with the end of the last part that follows it. */
type Chain = Stretch & { readonly last: number };

function nearest(
  { end }: Stretch,
  followers: readonly Chain[],
  joint: Joint,
  letters: Letters,
  plainBefore: readonly number[],
): Chain | undefined {
  for (let index = firstFrom(followers, end); index < followers.length; index += 1) {
    const follower = followers[index];
    if (follower === undefined) return undefined;
    const distance = (plainBefore[follower.start] ?? 0) - (plainBefore[end] ?? 0);
    if (distance > joint.most) return undefined;
    if (fits(joint, distance, breakWithin(letters, end - 1, follower.start + 1))) return follower;
  }
  return undefined;
}

/** Letters side by side belong together whatever sign is between them, as they do within a part. */
function fits({ atBreak, within }: Joint, distance: number, between: Break): boolean {
  if (atBreak) return between >= BREAK.clause;
  if (within === 'sentence' && distance === 0) return between < BREAK.line;
  return between < (within === 'clause' ? BREAK.clause : BREAK.sentence);
}
