import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Locale } from '#core/words.ts';
import type { TradeRule } from '#shared/domain/pack/coverage.ts';
import { resources } from './terminal.ts';

const ruleSchema = z.strictObject({
  id: z.string(),
  by: z.enum(['pack', 'program', 'nobody']).default('pack'),
  'zh-CN': z.string().min(1),
  en: z.string().min(1),
});

interface Rule extends TradeRule {
  readonly about: string;
}

/** The rules of the trade. */
export function readRules(locale: Locale, file = join(resources, 'packs', 'rules.yaml')): readonly Rule[] | null {
  if (!existsSync(file)) return null;
  const rules = z.array(ruleSchema).safeParse(parse(readFileSync(file, 'utf8')));
  return rules.success ? rules.data.map((rule) => ({ id: rule.id, by: rule.by, about: rule[locale] })) : null;
}
