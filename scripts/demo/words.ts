import { join } from 'node:path';
import { fill } from '#shared/base/fill.ts';
import { localeOf, readTexts, type Locale } from '#core/words.ts';
import { root } from '../door/root.mjs';

export type Facts = Readonly<Record<string, string | number>>;

/** The language of this terminal. */
export const terminalLocale = localeOf(process.env);

/** The words of the demo, `resources/locales/demo`. */
export function wordsIn(locale: Locale): (code: string, facts?: Facts) => string {
  const texts = readTexts(join(root, 'resources'), 'demo', locale);
  return (code, facts = {}) => {
    const text = texts[code];
    if (text === undefined) throw new Error(`no words for ${code}`);
    return fill(text, facts);
  };
}
