import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Locale } from '#core/words.ts';
import { resources } from './terminal.ts';

const ruleSchema = z.strictObject({ id: z.string(), 'zh-CN': z.string().min(1), en: z.string().min(1) });

export interface Rule {
  readonly id: string;
  readonly about: string;
}

/** The rules of the trade, which a pack has to cover. */
export function readRules(locale: Locale, file = join(resources, 'packs', 'rules.yaml')): readonly Rule[] | null {
  if (!existsSync(file)) return null;
  const rules = z.array(ruleSchema).safeParse(parse(readFileSync(file, 'utf8')));
  return rules.success ? rules.data.map((rule) => ({ id: rule.id, about: rule[locale] })) : null;
}
