interface Item {
  readonly id: string;
}

/** How a list of items differs from what was told before, so that what stayed as it was is not sent again. */
export interface ListChange<T extends Item> {
  /** Ids that are not in the list any more. */
  readonly gone: readonly string[];
  /** In rising order of `at`, the place in the list as it is now. Of an item that was there, only the members that changed. */
  readonly put: readonly { readonly at: number; readonly item: Partial<T> & Item }[];
}

/** What turns `before` into `after`, or `null` if they say the same. Members are compared by what they hold. */
export function listChange<T extends Item>(before: readonly T[], after: readonly T[]): ListChange<T> | null {
  const places = new Map(before.map(({ id }, at) => [id, at]));
  const present = new Set(after.map(({ id }) => id));
  const gone = before.filter(({ id }) => !present.has(id)).map(({ id }) => id);
  const put: { at: number; item: Partial<T> & Item }[] = [];
  let reached = -1;
  after.forEach((item, at) => {
    const place = places.get(item.id);
    const known = place === undefined ? undefined : before[place];
    if (place === undefined || known === undefined) {
      put.push({ at, item });
      return;
    }
    const changed = changedMembers(known, item);
    const moved = place < reached;
    if (changed !== null || moved) put.push({ at, item: { ...changed, id: item.id } as Partial<T> & Item });
    else reached = place;
  });
  return gone.length === 0 && put.length === 0 ? null : { gone, put };
}

/** The list as it is now, from the list as it was. Items that did not change stay the same objects. */
export function changedList<T extends Item>(before: readonly T[], { gone, put }: ListChange<T>): readonly T[] {
  const old = new Map(before.map((item) => [item.id, item]));
  const moved = new Set([...gone, ...put.map(({ item }) => item.id)]);
  const list = before.filter(({ id }) => !moved.has(id));
  for (const { at, item } of put) list.splice(at, 0, { ...old.get(item.id), ...item } as T);
  return list;
}

function changedMembers<T extends Item>(before: T, after: T): Partial<T> | null {
  if (before === after) return null;
  let changed: Partial<T> | null = null;
  for (const key of Object.keys(after) as (keyof T)[]) {
    if (alike(before[key], after[key])) continue;
    changed ??= {};
    changed[key] = after[key];
  }
  return changed;
}

/** Whether two JSON values say the same. */
function alike(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a, b] as [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>];
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && alike(left[key], right[key]));
}
