/**
 * What was sent, in the form in which every part of the desk keeps it. Half of a surrogate pair is no character and UTF-8 has
 * no bytes for it: it becomes U+FFFD here, once, and not later in the database, so that screen, records and hashes agree.
 * A member that is `undefined` is left out, as JSON does on the other wire.
 */
export function plain<T>(value: T): T {
  return made(value) as T;
}

function made(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(made);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key.toWellFormed(), made(member)]),
  );
}
