import { canonicalJson } from '../../base/canonical-json.ts';
import { isGroup, type Group } from '../../base/group.ts';

/** One thing that another version of a pack has otherwise. */
export interface Difference {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved';
  /** Names from the outside in; items by their ids. */
  readonly path: readonly string[];
  readonly from?: unknown;
  readonly to?: unknown;
}

/** What has to be done to one pack to make it the other, the smallest things that differ. Nothing, when they are the same. */
export function differencesOf(one: unknown, other: unknown, path: readonly string[] = []): readonly Difference[] {
  if (canonicalJson(one ?? null) === canonicalJson(other ?? null)) return [];
  if (isGroup(one) && isGroup(other)) return ofGroups(one, other, path);
  if (Array.isArray(one) && Array.isArray(other)) return ofLists(one, other, path);
  if (one === undefined) return [{ kind: 'added', path, to: other }];
  if (other === undefined) return [{ kind: 'removed', path, from: one }];
  return [{ kind: 'changed', path, from: one, to: other }];
}

function ofGroups(one: Group, other: Group, path: readonly string[]): readonly Difference[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.flatMap((name) => differencesOf(one[name], other[name], [...path, name]));
}

function ofLists(one: readonly unknown[], other: readonly unknown[], path: readonly string[]): readonly Difference[] {
  if (![...one, ...other].every((item) => isGroup(item) || typeof item === 'string')) {
    return [{ kind: 'changed', path, from: one, to: other }];
  }
  const [before, after] = [namedItems(one), namedItems(other)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const items = names.flatMap((name) => differencesOf(before.get(name), after.get(name), [...path, name]));
  const stayed = [...before.keys()].filter((name) => after.has(name));
  const order = [...after.keys()].filter((name) => before.has(name));
  const isMoved = stayed.join('\n') !== order.join('\n');
  return isMoved ? [...items, { kind: 'moved', path, from: stayed, to: order }] : items;
}

/** By what they are called; what has no name is called by what it is. */
export function namedItems(items: readonly unknown[]): ReadonlyMap<string, unknown> {
  return new Map(items.map((item, index) => [nameOf(item, index), item]));
}

function nameOf(item: unknown, index: number): string {
  if (!isGroup(item)) return String(item);
  const name = item.id ?? item.term ?? item.word ?? item.key ?? item.name;
  return typeof name === 'string' ? name : String(index + 1);
}
