import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const textsSchema = z.record(z.string(), z.string());
export type Texts = Readonly<Record<string, string>>;
export type Locale = 'zh-CN' | 'en';

/** Chinese first: only a terminal that says it is English gets English. */
export function localeOf(environment: Readonly<Record<string, string | undefined>>): Locale {
  const wanted = environment.LC_ALL ?? environment.LC_MESSAGES ?? environment.LANG ?? '';
  return wanted.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
}

export function readTexts(program: string, locale: Locale): Texts {
  const file = join(program, 'resources', 'locales', 'doctor', `${locale}.json`);
  return textsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

export function fill(text: string, facts: Readonly<Record<string, string | number>> = {}): string {
  return text.replaceAll(/\{(\w+)\}/g, (_slot, name: string) => String(facts[name] ?? ''));
}
