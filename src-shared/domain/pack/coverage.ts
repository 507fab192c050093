import { canonicalJson } from '../../base/canonical-json.ts';
import { isGroup, type Group } from '../../base/group.ts';
import { isUnread } from './unread.ts';

/** A rule of the trade, and who has to carry it out: a pack, the program whatever a pack says, or nobody yet. */
export interface TradeRule {
  readonly id: string;
  readonly by: 'pack' | 'program' | 'nobody';
}

/** An item of a pack that names rules. */
interface Naming {
  readonly path: string;
  readonly rules: readonly string[];
  /** Why it carries out none of them, however it is named. */
  readonly idle: { readonly code: 'empty' | 'unread' } | { readonly code: 'copied'; readonly from: string } | null;
}

export interface RuleCoverage {
  readonly rule: string;
  readonly items: readonly string[];
  /** Items that name it and do nothing for it. */
  readonly idle: readonly Naming[];
}

/** What an item is called and where it belongs: not what it says. */
const NAMES: ReadonlySet<string> = new Set([
  'id',
  'key',
  'rules',
  'rule',
  'tags',
  'name',
  'label',
  'short',
  'note',
  'seconds',
]);

/**
 * Which items of a pack carry out each rule of the trade. An item that says nothing carries out none, nor does one that says what an item
 * of another rule says, nor one by which no desk does anything.
 */
export function coverageOf(pack: unknown, rules: readonly string[]): readonly RuleCoverage[] {
  const namings = namingsOf(pack);
  return rules.map((rule) => {
    const named = namings.filter((naming) => naming.rules.includes(rule));
    const items = named.filter(({ idle }) => idle === null).map(({ path }) => path);
    return { rule, items, idle: named.filter(({ idle }) => idle !== null) };
  });
}

/** Rules that a pack names and that nobody knows. */
export function unknownRules(pack: unknown, rules: readonly string[]): readonly { path: string; rule: string }[] {
  return namingsOf(pack).flatMap((naming) =>
    naming.rules.filter((rule) => !rules.includes(rule)).map((rule) => ({ path: naming.path, rule })),
  );
}

function namingsOf(pack: unknown): readonly Naming[] {
  const said = new Map<string, { readonly path: string; readonly rules: readonly string[] }>();
  return itemsOf(pack, []).map(([at, item]) => {
    const path = at.join('.');
    const rules = rulesOf(item);
    if (isUnread(at, item)) return { path, rules, idle: { code: 'unread' } };
    const says = signatureOf(item);
    if (says === '') return { path, rules, idle: { code: 'empty' } };
    const other = said.get(says);
    if (other === undefined) said.set(says, { path, rules });
    const isCopy = other !== undefined && !rules.every((rule) => other.rules.includes(rule));
    return { path, rules, idle: isCopy ? { code: 'copied', from: other.path } : null };
  });
}

/** A line is what it says; everything else is all that it sets. Empty: nothing. */
function signatureOf(item: Group): string {
  if (typeof item.text === 'string') return bareText(item.text);
  const set = Object.entries(item).filter(([name]) => !NAMES.has(name));
  // A stage, a mood, a choice has a name and nothing else, and that is what it is.
  const told = set.length === 0 ? Object.entries(item).filter(([name]) => name === 'name' || name === 'label') : set;
  const texts = told.map(([, value]) => value).filter((value) => !isNothing(value));
  return texts.length === 0 ? '' : canonicalJson(Object.fromEntries(told));
}

function isNothing(value: unknown): boolean {
  if (typeof value === 'string') return bareText(value) === '';
  return Array.isArray(value) && value.length === 0;
}

function bareText(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}

function itemsOf(
  value: unknown,
  path: readonly string[],
): readonly (readonly [path: readonly string[], item: Group])[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => {
      const name = isGroup(item) ? (item.id ?? item.term) : null;
      return itemsOf(item, [...path, typeof name === 'string' ? name : String(index)]);
    });
  }
  if (!isGroup(value)) return [];
  const own = rulesOf(value).length > 0 ? [[path, value] as const] : [];
  return [...own, ...Object.entries(value).flatMap(([name, member]) => itemsOf(member, [...path, name]))];
}

/** A group of wording is there for one rule, other items for as many as they like. */
function rulesOf({ rules, rule }: Group): readonly string[] {
  if (Array.isArray(rules)) return rules.map(String);
  return typeof rule === 'string' ? [rule] : [];
}
