import { fill } from '../../base/fill.ts';

interface Told {
  readonly path: string;
  readonly code: string;
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** A fault of a pack in the words of one language (`resources/locales/faults`): where it is, and what is wrong there. */
export function tellFault(texts: Readonly<Record<string, string>>, { path, code, facts = {} }: Told): string {
  const type = facts.type === undefined ? {} : { type: texts[`type.${facts.type}`] ?? facts.type };
  const what = fill(texts[code] ?? code, { ...facts, ...type });
  return path === '' ? what : `${path}: ${what}`;
}
