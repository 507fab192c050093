import { isGroup } from '#shared/base/group.ts';
import { differencesOf, type Difference } from '#shared/domain/pack/difference.ts';
import { readArgs } from './arguments.ts';
import { loadOrTell } from './sources.ts';
import { usage, type Run, type Terminal } from './terminal.ts';

/** What is otherwise in the second of two packs, in plain words. 1: something is. */
export const diff: Run = (args, terminal) => {
  const told = readArgs(args, { words: [2, 2] });
  const [before, after] = (told?.words ?? []).map((path) => loadOrTell(path, terminal)?.pack ?? null);
  if (told === null) return usage(terminal, 'diff');
  if (!before || !after) return 1;
  // What a pack extends is no content of its own.
  const differences = differencesOf(before, after).filter(({ path }) => path[0] !== 'basedOn');
  const tell = tellerOf(terminal);
  for (const difference of differences) terminal.print(tell(difference));
  if (differences.length === 0) terminal.print(terminal.words('diff.same'));
  else terminal.print(terminal.words('diff.sum', { count: differences.length }));
  return differences.length === 0 ? 0 : 1;
};

const SIGNS = { added: '+', removed: '-', changed: '~', moved: '~' } as const;

function tellerOf(terminal: Terminal): (difference: Difference) => string {
  const part = (name: string): string => {
    const words = terminal.words(`part.${name}`);
    return words === `part.${name}` ? name : words;
  };
  return ({ kind, path, from, to }) => {
    const last = path.at(-1) ?? '';
    const place = path.map(part).join(' › ');
    const value = (it: unknown): string => told(terminal, last, it);
    return `${SIGNS[kind]} ${terminal.words(`diff.${kind}`, { place, from: value(from), to: value(to) })}`;
  };
}

function told(terminal: Terminal, name: string, value: unknown): string {
  if (typeof value === 'number' && name.endsWith('Ms')) return duration(terminal, value);
  if (typeof value === 'string') return terminal.words('diff.quoted', { text: value });
  if (typeof value === 'boolean') return terminal.words(value ? 'diff.yes' : 'diff.no');
  if (Array.isArray(value)) return value.map((item) => told(terminal, '', item)).join(', ');
  if (typeof value === 'number') return String(value);
  if (!isGroup(value)) return '';
  const says = value.text ?? value.name ?? value.label ?? value.plain ?? value.id;
  return typeof says === 'string' ? terminal.words('diff.quoted', { text: says }) : '';
}

function duration(terminal: Terminal, ms: number): string {
  const [unit, size] = UNITS.find(([, length]) => ms >= length && ms % length === 0) ?? (['ms', 1] as const);
  return terminal.words(`unit.${unit}`, { count: ms / size });
}

const UNITS = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
  ['seconds', 1_000],
] as const;
