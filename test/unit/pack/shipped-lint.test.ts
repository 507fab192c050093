import { describe, expect, it } from 'vitest';
import { lintPack } from '#shared/domain/pack/lint/lint.ts';
import { readRules } from '../../../scripts/pack/rules.ts';
import { SHIPPED, shippedPack } from './desk.ts';

const rules = readRules('zh-CN')?.map(({ id }) => id) ?? null;

describe.each(SHIPPED)('the pack %s', (name) => {
  /** The other trade has no returns, no technicians, no dialects: only what it names has to be right. */
  const owed = name === 'zh-CN-bank-card' ? null : rules;

  it('has nothing that its author should mend, and carries out every rule of the trade it owes', () => {
    expect(lintPack(shippedPack(name), { rules: owed })).toEqual([]);
  });
});
