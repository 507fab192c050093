import type { Wire } from '#core/wire/wire.ts';

/** Two ends of a wire in memory. What passes is cloned through JSON, as on a real one, and arrives in a later microtask. */
export function wirePair(): readonly [Wire, Wire] {
  const listeners: [Set<(data: unknown) => void>, Set<(data: unknown) => void>] = [new Set(), new Set()];
  const end = (own: 0 | 1, other: 0 | 1): Wire => ({
    post: (data) => {
      const text = JSON.stringify(data);
      queueMicrotask(() => listeners[other].forEach((listener) => listener(JSON.parse(text))));
    },
    on: (listener) => {
      listeners[own].add(listener);
      return () => listeners[own].delete(listener);
    },
  });
  return [end(0, 1), end(1, 0)];
}
