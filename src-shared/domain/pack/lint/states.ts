import type { FactType } from '../expression/check.ts';
import { holds } from '../expression/evaluate.ts';
import type { Expression } from '../expression/expression.ts';
import type { Pack } from '../schema.ts';
import { NONE, vocabularyOf } from '../vocabulary.ts';

type Value = string | number | boolean;

/** What is known of a contact: facts by their names, `said:line` and `reached:stage` beside them. */
export type State = ReadonlyMap<string, Value>;

/** `undecided`: there are more states than can be looked at. */
type Found = { readonly is: 'there'; readonly state: State } | { readonly is: 'nowhere' | 'undecided' };

/** Of some facts only these values are looked at. */
export type Limits = Readonly<Record<string, readonly Value[]>>;

/** Which states a contact can be in, as far as the expressions of a pack can tell them apart. */
export class States {
  readonly #facts: ReadonlyMap<string, FactType>;
  readonly #moods: readonly number[];
  readonly #prompts: number;

  constructor(pack: Pack) {
    this.#facts = vocabularyOf(pack).facts;
    this.#moods = [...new Set([0, ...pack.moods.map(({ level }) => level)])];
    this.#prompts = pack.silence.prompts;
  }

  /** A state in which the goal holds, if there is one. The goal is asked of states that are not whole yet, too: `null` is no answer. */
  find(expressions: readonly Expression[], goal: (state: State) => boolean | null, limits: Limits = {}): Found {
    const names = namesIn([...expressions], Object.keys(limits));
    const domains = names.map((name) => this.#values(name, expressions, limits));
    const state = new Map<string, Value>();
    let left = MOST_STATES;
    const search = (depth: number): boolean => {
      left -= 1;
      const answer = goal(state);
      if (answer === false) return false;
      const name = names[depth];
      if (name === undefined) return answer === true;
      for (const value of domains[depth] ?? []) {
        state.set(name, value);
        if (isPossible(state) && search(depth + 1)) return true;
        if (left <= 0) return false;
      }
      state.delete(name);
      return false;
    };
    if (search(0)) return { is: 'there', state };
    return { is: left > 0 ? 'nowhere' : 'undecided' };
  }

  #values(name: string, expressions: readonly Expression[], limits: Limits): readonly Value[] {
    const given = limits[name];
    if (given !== undefined) return given;
    if (name === 'mood') return this.#moods;
    if (name === 'silenceStep') return range(0, this.#prompts);
    const type = this.#facts.get(name);
    if (type?.kind === 'choice') return type.values;
    const literals = expressions.flatMap((expression) => literalsOf(expression, name));
    if (type?.kind === 'text') return ['', ...literals, OTHER_TEXT, literals.join('')];
    if (type?.kind !== 'number') return [false, true];
    const near = literals.flatMap((literal) => [Number(literal) - 1, Number(literal), Number(literal) + 1]);
    return [...new Set([0, ...near])].filter((value) => value >= 0);
  }
}

/** Beyond that nothing is decided: hardly a condition has so many circumstances. */
const MOST_STATES = 200_000;
const OTHER_TEXT = '…';
/** What the state of the line decides. */
const OF_THE_LINE: ReadonlySet<string> = new Set([
  'line',
  'lastHold',
  'holds',
  'holdsOverLimit',
  'silenceStep',
  'silenceRanOut',
  'drops',
]);

/** Whether it holds, as far as is known. */
export function holdsIn(expression: Expression, state: State): boolean | null {
  switch (expression.kind) {
    case 'not':
      return inverted(holdsIn(expression.item, state));
    case 'all':
      return joined(expression.items, state, false);
    case 'any':
      return joined(expression.items, state, true);
    default:
      return state.has(nameIn(expression)) ? holds(expression, factsOf(state)) : null;
  }
}

export function inverted(answer: boolean | null): boolean | null {
  return answer === null ? null : !answer;
}

function joined(items: readonly Expression[], state: State, decisive: boolean): boolean | null {
  let answer: boolean | null = !decisive;
  for (const item of items) {
    const one = holdsIn(item, state);
    if (one === decisive) return decisive;
    if (one === null) answer = null;
  }
  return answer;
}

function factsOf(state: State) {
  return {
    value: (name: string) => state.get(name) ?? '',
    said: (line: string) => state.get(`said:${line}`) === true,
    reached: (stage: string) => state.get(`reached:${stage}`) === true,
  };
}

function nameIn(leaf: Exclude<Expression, { kind: 'any' | 'all' | 'not' }>): string {
  if (leaf.kind !== 'call') return leaf.fact;
  return leaf.name === 'filled' ? leaf.of : `${leaf.name}:${leaf.of}`;
}

function leavesOf(expression: Expression): readonly Exclude<Expression, { kind: 'any' | 'all' | 'not' }>[] {
  if (expression.kind === 'not') return leavesOf(expression.item);
  return expression.kind === 'any' || expression.kind === 'all' ? expression.items.flatMap(leavesOf) : [expression];
}

/** What matters to all of them at once comes first, and what decides about others before these. */
function namesIn(expressions: readonly Expression[], more: readonly string[]): readonly string[] {
  const names = new Set([...more, ...expressions.flatMap(leavesOf).map(nameIn)]);
  const ofTheLine = [...names].some((name) => OF_THE_LINE.has(name));
  const first = ofTheLine ? ['channel', 'line'] : [];
  return [...new Set([...first, ...[...names].filter((name) => name === 'channel'), ...names])];
}

function literalsOf(expression: Expression, name: string): readonly string[] {
  return leavesOf(expression).flatMap((leaf) => {
    if (nameIn(leaf) !== name) return [];
    if (leaf.kind === 'compare') return [String(leaf.value)];
    if (leaf.kind === 'contains') return [leaf.text];
    return leaf.kind === 'one-of' ? leaf.values.map(String) : [];
  });
}

/** What cannot be at once, of what is known. A chat has no line, and so on (`circumstances.ts`). */
function isPossible(state: State): boolean {
  const is = (name: string, ...values: readonly Value[]): boolean => {
    const value = state.get(name);
    return value !== undefined && values.includes(value);
  };
  const isNot = (name: string, value: Value): boolean => state.has(name) && state.get(name) !== value;
  if (is('channel', 'chat')) {
    const quiet = {
      line: NONE,
      lastHold: NONE,
      holds: 0,
      holdsOverLimit: 0,
      silenceStep: 0,
      silenceRanOut: false,
      drops: 0,
    };
    return Object.entries(quiet).every(([name, value]) => !isNot(name, value));
  }
  if (is('channel', 'call') && is('line', NONE)) return false;
  if (isNot('line', 'silent') && (isNot('silenceStep', 0) || is('silenceRanOut', true))) return false;
  if (is('line', 'silent')) {
    if (is('silenceRanOut', true) && isNot('silenceStep', 0)) return false;
    if (is('silenceRanOut', false) && is('silenceStep', 0)) return false;
  }
  if (is('line', 'hold') && is('lastHold', NONE)) return false;
  if (isNot('holds', 0) && is('lastHold', NONE)) return false;
  return !(isNot('line', 'hold') && is('holds', 0) && isNot('lastHold', NONE));
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
