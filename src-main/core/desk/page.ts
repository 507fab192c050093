import type { Page } from '#shared/contract/rpc.ts';

/** A keyset page: one row more than asked for is read to know whether there is a next one. */
export function readPage<Item>(
  limit: number,
  read: (count: number) => readonly Item[],
  cursor: (last: Item) => string,
): Page<Item> {
  const rows = read(limit + 1);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursor(last) : null };
}

interface Cursor {
  readonly at: number;
  readonly id: string;
}

/** Where a list begins whose highest number comes first. */
const HIGHEST: Cursor = { at: Number.MAX_SAFE_INTEGER, id: '~' };
/** Where a list begins whose lowest number comes first. */
export const LOWEST: Cursor = { at: Number.MIN_SAFE_INTEGER, id: '' };

/** Splits a cursor of the form `number|text`; what is not one starts from the beginning. */
export function readCursor(before: string | null, beginning: Cursor = HIGHEST): Cursor {
  const [at = '', id = ''] = (before ?? '').split('|');
  const number = Number(at);
  return at !== '' && Number.isFinite(number) ? { at: number, id } : beginning;
}
