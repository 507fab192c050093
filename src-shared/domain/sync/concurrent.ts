import { canonicalJson, type Json } from '../../base/canonical-json.ts';
import type { Field } from './entity.ts';
import type { Stamp } from './stamp.ts';

/** One of two values of a field that had not seen each other. */
export interface Side {
  readonly value: Json;
  readonly stamp: Stamp;
}

/** Whether `mine` takes the place of `theirs`; `isLater` where the later one does. */
export function winsConcurrently({ merge }: Field, mine: Json, theirs: Json, isLater: boolean): boolean {
  switch (merge.kind) {
    case 'latest':
      return isLater;
    case 'precedence': {
      const rank = (value: Json): number => merge.order.findIndex((each) => each === value);
      return rank(mine) === rank(theirs) ? isLater : rank(mine) < rank(theirs);
    }
    case 'first':
      return theirs === null;
    case 'fixed':
      return false;
  }
}

/** Whether one of the two is lost with the other, so that a person has to be shown both. */
export function isConflict({ merge }: Field, mine: Json, theirs: Json): boolean {
  if (merge.kind === 'precedence' || sameValue(mine, theirs)) return false;
  // A thing that nobody holds can be taken without taking it from anybody.
  return merge.kind !== 'first' || (mine !== null && theirs !== null);
}

export function sameValue(a: Json, b: Json): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}
