import { isGroup } from '#shared/base/group.ts';
import { namedItems, type Difference } from '#shared/domain/pack/difference.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import type { Terminal } from './terminal.ts';

const SIGNS = { added: '+', removed: '-', changed: '~', moved: '~' } as const;

/** Tells what is otherwise in the second of two packs in plain words: members of a pack by their words, items by their names. */
export function differenceTeller(terminal: Terminal, before: Pack, after: Pack): (difference: Difference) => string {
  return ({ kind, path, from, to }) => {
    const { words, items } = placeIn(terminal, [after, before], path);
    const last = path.at(-1) ?? '';
    const named = (it: unknown): unknown =>
      kind === 'moved' && Array.isArray(it) ? it.map((name) => calledIn(items, String(name))) : it;
    const value = (it: unknown): string => told(terminal, last, named(it));
    const facts = { place: words.join(' › '), from: value(from), to: value(to) };
    return `${SIGNS[kind]} ${terminal.words(`diff.${kind}`, facts)}`;
  };
}

interface Place {
  readonly words: readonly string[];
  /** What stands there in each of the packs. */
  readonly items: readonly unknown[];
}

function placeIn(terminal: Terminal, packs: readonly Pack[], path: readonly string[]): Place {
  const words: string[] = [];
  let items: readonly unknown[] = packs;
  const stages = packs.map((pack) => pack.stages);
  let list = '';
  path.forEach((name, depth) => {
    const within = path.slice(0, depth).join('.');
    if (items.some(Array.isArray)) words.push(calledIn(items, name));
    else if (within === 'lines') words.push(calledIn(stages, name));
    else if (within === 'wording.sets') words.push(name);
    else words.push(wordOf(terminal, list, name));
    items = items.map((value) => memberOf(value, name));
    if (items.some(Array.isArray)) list = name;
  });
  return { words, items };
}

/** The same name may mean another thing in another list. */
function wordOf(terminal: Terminal, list: string, name: string): string {
  const own = terminal.words(`part.${list}.${name}`);
  return own === `part.${list}.${name}` ? terminal.words(`part.${name}`) : own;
}

function memberOf(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return namedItems(value).get(name);
  return isGroup(value) ? value[name] : undefined;
}

/** How an item is called for people; what has no such name, by its id. */
function calledIn(lists: readonly unknown[], name: string): string {
  const [called] = lists
    .map((list) => memberOf(list, name))
    .flatMap((item) => (isGroup(item) ? [item.name ?? item.label] : []))
    .filter((each) => typeof each === 'string');
  return called ?? name;
}

function told(terminal: Terminal, name: string, value: unknown): string {
  if (typeof value === 'number' && name.endsWith('Ms')) return duration(terminal, value);
  if (typeof value === 'string') return terminal.words('diff.quoted', { text: value });
  if (typeof value === 'boolean') return terminal.words(value ? 'diff.yes' : 'diff.no');
  const joint = terminal.words('diff.joint');
  if (Array.isArray(value)) return value.map((item) => told(terminal, '', item)).join(joint);
  if (typeof value === 'number') return String(value);
  if (!isGroup(value)) return '';
  const says = value.text ?? value.name ?? value.label ?? value.plain;
  if (typeof says === 'string') return terminal.words('diff.quoted', { text: says });
  return Object.entries(value)
    .map(([member, each]) =>
      terminal.words('diff.member', { name: wordOf(terminal, '', member), value: told(terminal, member, each) }),
    )
    .join(joint);
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
