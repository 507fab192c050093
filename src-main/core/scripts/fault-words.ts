import type { PackFault } from '#shared/domain/pack/fault.ts';
import { tellFault } from '#shared/domain/pack/fault-text.ts';
import { readTexts, type Locale } from '../words.ts';

/** Tells faults of a pack in one language. */
export function faultTeller(resources: string, locale: Locale): (fault: PackFault) => string {
  const texts = readTexts(resources, 'faults', locale);
  return (fault) => tellFault(texts, fault);
}
