import type { PackFault } from './fault.ts';

/** Deeper than any part of a pack. */
const DEEPEST = 24;
/** Names that mean something to every object. */
const RESERVED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
/** What a program that shows lines as a page would take for a part of it; a pack has text and nothing else. */
const MARKUP = /<[a-z/!?]/iu;
/**
 * They are not seen, and turn what is read, or make two texts of what looks like one. The joiner (U+200D) and the selectors of emoji
 * are none of them, half a surrogate pair is.
 */
const UNSEEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\p{Cs}]/u; // eslint-disable-line no-control-regex -- these are looked for

/** What no pack may be, whatever its parts mean: looked at before anything is made of it. Stops at the first fault. */
export function wildFault(raw: unknown): PackFault | null {
  const left: (readonly [path: readonly (string | number)[], value: unknown])[] = [[[], raw]];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [path, value] = next;
    const at = path.join('.');
    if (path.length > DEEPEST) return { path: path.slice(0, DEEPEST).join('.'), code: 'too-deep' };
    if (typeof value === 'string') {
      const fault = textFault(value, path.at(-1));
      if (fault !== null) return { path: at, code: fault };
    }
    if (typeof value !== 'object' || value === null) continue;
    const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    for (const [name, member] of members.toReversed()) {
      if (RESERVED.has(String(name))) return { path: at, code: 'reserved-name', facts: { name } };
      left.push([[...path, name], member]);
    }
  }
  return null;
}

function textFault(text: string, name: string | number | undefined): PackFault['code'] | null {
  if (MARKUP.test(text)) return 'markup';
  if (UNSEEN.test(text)) return 'unseen-characters';
  return name === 'id' && RESERVED.has(text) ? 'reserved-name' : null;
}
