import { coverageOf, type TradeRule } from '#shared/domain/pack/coverage.ts';
import { readArgs } from './arguments.ts';
import { readRules } from './rules.ts';
import { loadOrTell } from './sources.ts';
import { refuse, resources, usage, type Run } from './terminal.ts';
import { join } from 'node:path';

/** Which items of a pack carry out each rule of the trade. */
export const coverage: Run = (args, terminal) => {
  const told = readArgs(args, { words: [0, 1], options: ['rules'], flags: ['missing'] });
  if (told === null) return usage(terminal, 'coverage');
  const rules = readRules(terminal.locale, told.options.rules);
  if (rules === null) return refuse(terminal, 'coverage.no-rules');
  const loaded = loadOrTell(told.words[0] ?? join(resources, 'packs', 'zh-CN'), terminal);
  if (loaded === null) return 1;
  const owed = rules.filter(({ by }) => by === 'pack').map(({ id }) => id);
  const found = new Map(coverageOf(loaded.pack, owed).map((each) => [each.rule, each]));
  for (const { id, by, about } of rules) {
    const { items = [], idle = [] } = found.get(id) ?? {};
    const isCovered = by === 'program' || items.length > 0;
    if (isCovered && told.flags.has('missing')) continue;
    terminal.print(`${isCovered ? '✓' : '✗'} ${id.padEnd(9)} ${about}`);
    if (by !== 'pack') terminal.print(`    ${terminal.words(`coverage.${by}`)}`);
    if (items.length > 0) terminal.print(`    ${items.join(', ')}`);
    for (const { path, idle: why } of idle) {
      if (why !== null) terminal.print(`    ${terminal.words(`coverage.${why.code}`, { path, ...why })}`);
    }
  }
  const covered = [...found.values()].filter(({ items }) => items.length > 0).length;
  const counts = { covered, owed: owed.length, percent: Math.floor((100 * covered) / Math.max(1, owed.length)) };
  const others = { program: countBy(rules, 'program'), nobody: countBy(rules, 'nobody') };
  terminal.print(terminal.words('coverage.sum', { ...counts, ...others, name: loaded.pack.name }));
  return covered === owed.length ? 0 : 1;
};

function countBy(rules: readonly TradeRule[], by: TradeRule['by']): number {
  return rules.filter((rule) => rule.by === by).length;
}
