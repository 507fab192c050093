import { coverageOf } from '#shared/domain/pack/coverage.ts';
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
  const about = new Map(rules.map((rule) => [rule.id, rule.about]));
  const found = coverageOf(loaded.pack, [...about.keys()]);
  for (const { rule, items, idle } of found) {
    const isCovered = items.length > 0;
    if (isCovered && told.flags.has('missing')) continue;
    terminal.print(`${isCovered ? '✓' : '✗'} ${rule.padEnd(9)} ${about.get(rule) ?? ''}`);
    if (isCovered) terminal.print(`    ${items.join(', ')}`);
    for (const { path, idle: why } of idle) {
      if (why !== null) terminal.print(`    ${terminal.words(`coverage.${why.code}`, { path, ...why })}`);
    }
  }
  const covered = found.filter(({ items }) => items.length > 0).length;
  const percent = Math.floor((100 * covered) / found.length);
  terminal.print(terminal.words('coverage.sum', { covered, all: found.length, percent, name: loaded.pack.name }));
  return covered === found.length ? 0 : 1;
};
