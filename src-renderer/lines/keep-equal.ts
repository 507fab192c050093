/**
 * `now`, with every part that equals the same part of `before` being that part itself. What reads an unchanged part is then
 * not drawn anew. For plain data as it comes over the wire: objects, arrays and simple values.
 */
export function keepEqual<T>(before: unknown, now: T): T {
  return kept(before, now) as T;
}

function kept(before: unknown, now: unknown): unknown {
  if (Object.is(before, now)) return before;
  if (Array.isArray(now)) {
    if (!Array.isArray(before)) return now;
    const parts = now.map((part, index) => kept(before[index], part));
    return before.length === parts.length && parts.every((part, index) => part === before[index]) ? before : parts;
  }
  if (!isPlainObject(now) || !isPlainObject(before)) return now;
  const keys = Object.keys(now);
  const parts = Object.fromEntries(keys.map((key) => [key, kept(before[key], now[key])]));
  const same = keys.length === Object.keys(before).length && keys.every((key) => parts[key] === before[key]);
  return same && keys.every((key) => Object.hasOwn(before, key)) ? before : parts;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
