import { isGroup, type Group } from '../../base/group.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { PackFault } from './fault.ts';
import { placeOf, type Place } from './places.ts';

type Steps = Place['steps'];

/** By which an item of a list is known as the same one; lists of other things are taken whole. */
const NAMES = ['id', 'term', 'word', 'key'] as const;

/**
 * Lays the sources of a pack over those of the one that it extends. Groups are laid over each other name by name; of a list whose items
 * have names, the same name is laid over the same item, and new ones come after the others; every other value takes the place of the
 * one below; `null` takes away what is there. What is to go is named by `without`, as faults name places.
 */
export function extendPack(
  base: unknown,
  own: Group,
  without: readonly string[],
): Result<unknown, readonly PackFault[]> {
  const kept = removed(base, without);
  return kept.ok ? ok(laid(kept.value, own)) : kept;
}

function removed(base: unknown, without: readonly string[]): Result<unknown, readonly PackFault[]> {
  const places = without.map((path) => [path, placeOf(base, path)] as const);
  const lost = places.filter(([, place]) => place.rest.length > 0 || place.steps.length === 0);
  if (lost.length > 0) {
    return fail(lost.map(([name]) => ({ path: 'without', code: 'nothing-to-remove', facts: { name } })));
  }
  // What is named twice goes once; from the last to the first, so that no position means another item than it did.
  const each = new Map(places.map(([, { steps }]) => [steps.join('.'), steps]));
  return ok([...each.values()].sort(laterFirst).reduce(withoutPlace, base));
}

/** What lies within something comes before it. */
function laterFirst(one: Steps, other: Steps): number {
  const at = one.findIndex((step, depth) => step !== other[depth]);
  const [mine, theirs] = [one[at], other[at]];
  if (mine === undefined || theirs === undefined) return other.length - one.length;
  if (typeof mine === 'number' && typeof theirs === 'number') return theirs - mine;
  return String(mine) < String(theirs) ? -1 : 1;
}

function withoutPlace(value: unknown, [step, ...rest]: Steps): unknown {
  if (step === undefined) return value;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return rest.length === 0
      ? items.filter((_, index) => index !== step)
      : items.map((item, index) => (index === step ? withoutPlace(item, rest) : item));
  }
  const members = Object.entries(value as Group);
  return Object.fromEntries(
    members.flatMap(([name, member]) => {
      if (name !== step) return [[name, member]];
      return rest.length === 0 ? [] : [[name, withoutPlace(member, rest)]];
    }),
  );
}

function laid(below: unknown, above: unknown): unknown {
  if (Array.isArray(below) && Array.isArray(above)) return laidList(below, above);
  // In what is new there is nothing to take away: there `null` is a value.
  if (!isGroup(above) || !isGroup(below)) return above;
  const group = new Map(Object.entries(below));
  for (const [name, value] of Object.entries(above)) {
    if (value === null) group.delete(name);
    else group.set(name, laid(group.get(name), value));
  }
  return Object.fromEntries(group);
}

function laidList(below: readonly unknown[], above: readonly unknown[]): readonly unknown[] {
  const by = NAMES.find((name) => [...below, ...above].every((item) => isGroup(item) && Object.hasOwn(item, name)));
  if (by === undefined) return above;
  const named = (item: unknown): unknown => (item as Group)[by];
  const over = new Map(above.map((item) => [named(item), item]));
  const known = new Set(below.map(named));
  return [
    ...below.map((item) => (over.has(named(item)) ? laid(item, over.get(named(item))) : item)),
    // Of two of one name the first would be lost without a word: both stay, and are told as a fault.
    ...above.filter((item) => !known.has(named(item)) || over.get(named(item)) !== item),
  ];
}
