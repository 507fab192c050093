import type { Pack } from './schema.ts';
import { customersFields } from './vocabulary.ts';

/** A value is put into the middle of a sentence: the full stop and the line breaks of a note do not belong there. */
export function insideSentence(value: string): string {
  return value
    .trim()
    .replaceAll(/\s*\n+\s*/g, ' ')
    .replace(/[。．.;；,，]+$/u, '');
}

type Reader = (field: string, value: string) => string;

/** A pack is never changed; lines are filled with every key that is pressed. */
const readers = new WeakMap<Pack, Reader>();

/** A note falls into sentences behind these. */
const SENTENCES = /(?<=[。！？!?；;\n])/u;

/** What may stand between a lead-in and what was said. */
const BETWEEN = /^[\s，,：:]+/u;

/**
 * Reads fields inside a sentence. What the customer said is written down as said by somebody (客户说左耳没声音); read back to that
 * customer it begins with what was said. With which words such notes begin is the pack's (`readBack.leadIns`).
 */
export function readBack(pack: Pack): Reader {
  let reader = readers.get(pack);
  if (reader === undefined) {
    reader = readerOf(pack);
    readers.set(pack, reader);
  }
  return reader;
}

function readerOf(pack: Pack): Reader {
  const leadIns = (pack.readBack?.leadIns ?? []).toSorted((a, b) => b.length - a.length);
  const customers = customersFields(pack);
  const said = (sentence: string): string => {
    const text = sentence.trimStart();
    const leadIn = leadIns.find((each) => text.toLowerCase().startsWith(each.toLowerCase()));
    if (leadIn === undefined) return sentence;
    const rest = text.slice(leadIn.length).replace(BETWEEN, '');
    // A sentence that began with a capital letter does so without its lead-in, too.
    return /^\p{Lu}/u.test(text) ? rest.charAt(0).toUpperCase() + rest.slice(1) : rest;
  };
  return (field, value) => insideSentence(customers.has(field) ? value.split(SENTENCES).map(said).join('') : value);
}
