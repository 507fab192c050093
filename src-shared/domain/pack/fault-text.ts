import { fill } from '../../base/fill.ts';

interface Told {
  readonly path: string;
  readonly code: string;
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** A fault of a pack in the words of one language (`resources/locales/faults`): where it is, and what is wrong there. */
export function tellFault(texts: Readonly<Record<string, string>>, { path, code, facts = {} }: Told): string {
  // Of a pack that is extended, what is wrong with it is a fault by itself.
  if (typeof facts.first === 'string') {
    const { first: inner, place, base, ...rest } = facts;
    const first = tellFault(texts, { path: String(place), code: inner, facts: rest });
    return placed(path, fill(texts[code] ?? code, { first, base: String(base) }));
  }
  const type = facts.type === undefined ? {} : { type: texts[`type.${facts.type}`] ?? facts.type };
  return placed(path, fill(texts[code] ?? code, { ...facts, ...type }));
}

function placed(path: string, what: string): string {
  return path === '' ? what : `${path}: ${what}`;
}
