import { differencesOf } from '#shared/domain/pack/difference.ts';
import { readArgs } from './arguments.ts';
import { differenceTeller } from './difference-words.ts';
import { loadOrTell } from './sources.ts';
import { usage, type Run } from './terminal.ts';

/** What is otherwise in the second of two packs, in plain words. 1: something is. */
export const diff: Run = (args, terminal) => {
  const told = readArgs(args, { words: [2, 2] });
  const [before, after] = (told?.words ?? []).map((path) => loadOrTell(path, terminal)?.pack ?? null);
  if (told === null) return usage(terminal, 'diff');
  if (!before || !after) return 1;
  const differences = differencesOf(before, after);
  const tell = differenceTeller(terminal, before, after);
  for (const difference of differences) terminal.print(tell(difference));
  if (differences.length === 0) terminal.print(terminal.words('diff.same'));
  else terminal.print(terminal.words('diff.sum', { count: differences.length }));
  return differences.length === 0 ? 0 : 1;
};
