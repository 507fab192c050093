import { MAX_TEXT } from '#shared/contract/rpc.ts';

/** In UTF-16 units, everything in one message together: more than any text of a field that can be meant. */
export const MAX_MESSAGE = 4 * MAX_TEXT;
const MAX_DEPTH = 32;

/** Whether a message is larger or deeper than any that can be meant. Its shape is the contract's matter. */
export function isTooMuch(message: unknown): boolean {
  return measure(message, MAX_MESSAGE, 0) > MAX_MESSAGE;
}

/** What a refusal is to be an answer to: the id of a birpc request, `null` if the message is none. */
export function requestIdOf(message: unknown): string | null {
  if (typeof message !== 'object' || message === null) return null;
  const { t: type, i: id } = message as Readonly<Record<string, unknown>>;
  return type === 'q' && typeof id === 'string' && id.length <= 64 ? id : null;
}

/** Characters of all strings and keys plus one for every value; stops once it is above `limit`, or nested too deep. */
function measure(value: unknown, limit: number, depth: number): number {
  if (typeof value === 'string') return value.length + 1;
  if (typeof value !== 'object' || value === null) return 1;
  if (ArrayBuffer.isView(value)) return value.byteLength + 1;
  if (depth === MAX_DEPTH) return Infinity;
  let size = 1;
  if (Array.isArray(value)) {
    if (value.length > limit) return Infinity;
    for (const inner of value as readonly unknown[]) {
      size += measure(inner, limit - size, depth + 1);
      if (size > limit) break;
    }
    return size;
  }
  for (const key in value) {
    size += key.length + measure((value as Readonly<Record<string, unknown>>)[key], limit - size, depth + 1);
    if (size > limit) break;
  }
  return size;
}
