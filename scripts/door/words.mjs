// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** @type {Readonly<Record<string, string>> | undefined} */
let texts;

/**
 * Chinese first, as the desk itself (`localeOf` in src-main/core/words.ts, which needs packages): only a terminal that says
 * it is English gets English.
 * @param {Readonly<Record<string, string | undefined>>} environment
 */
export function localeOf(environment) {
  const wanted = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return wanted.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
}

/**
 * What to tell the person at the terminal, from `resources/locales/door`.
 * @param {string} code
 * @param {Readonly<Record<string, string | number>>} [facts] fill the `{name}` slots of the text
 */
export function words(code, facts = {}) {
  const file = join(root, 'resources', 'locales', 'door', `${localeOf(process.env)}.json`);
  texts ??= /** @type {Record<string, string>} */ (JSON.parse(readFileSync(file, 'utf8')));
  const text = texts[code];
  if (text === undefined) throw new Error(`no words for ${code}`);
  return text.replaceAll(/\{(\w+)\}/g, (_slot, name) => String(facts[name] ?? ''));
}
