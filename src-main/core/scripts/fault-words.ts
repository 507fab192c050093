import type { PackFault } from '#shared/domain/pack/fault.ts';
import { fill, readTexts, type Locale } from '../words.ts';

/** Tells a fault of a pack: where it is, and what is wrong there. */
export function faultTeller(resources: string, locale: Locale): (fault: PackFault) => string {
  const texts = readTexts(resources, 'faults', locale);
  return ({ path, code, facts = {} }) => {
    const type = facts.type === undefined ? {} : { type: texts[`type.${facts.type}`] ?? facts.type };
    const what = fill(texts[code] ?? code, { ...facts, ...type });
    return path === '' ? what : `${path}: ${what}`;
  };
}
