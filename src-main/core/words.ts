import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const textsSchema = z.record(z.string(), z.string());
export type Texts = Readonly<Record<string, string>>;
export type Locale = 'zh-CN' | 'en';

/** Chinese first: only a terminal that says it is English gets English. Also in scripts/door/words.mjs. */
export function localeOf(environment: Readonly<Record<string, string | undefined>>): Locale {
  const wanted = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return wanted.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
}

/** The words of one part of the program, `locales/<part>/<locale>.json` in the folder of resources. */
export function readTexts(
  resources: string,
  part: 'author' | 'demo' | 'doctor' | 'faults' | 'loopback',
  locale: Locale,
): Texts {
  return textsSchema.parse(JSON.parse(readFileSync(join(resources, 'locales', part, `${locale}.json`), 'utf8')));
}
