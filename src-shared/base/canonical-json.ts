export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * One text for one value: keys in code-unit order, no white space, `undefined` members left out (RFC 8785 for the
 * values used here: integers, strings, booleans). Hashes are taken over this.
 */
export function canonicalJson(value: unknown): string {
  // What was read from such a text, as all that comes from a desk or from the disk, is in order already.
  return isInOrder(value) ? JSON.stringify(value) : ordered(value);
}

function ordered(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => ordered(item ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    // A loop, since this is done for every commit; `sort` goes by code units.
    let members = '';
    for (const key of Object.keys(value).sort()) {
      const member = (value as Readonly<Record<string, unknown>>)[key];
      if (member === undefined) continue;
      members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${ordered(member)}`;
    }
    return `{${members}}`;
  }
  return JSON.stringify(value);
}

function isInOrder(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return true;
  if (Array.isArray(value)) return value.every(isInOrder);
  let before = '';
  for (const [key, member] of Object.entries(value)) {
    if (key < before || !isInOrder(member)) return false;
    before = key;
  }
  return true;
}
