import type { Expression, ExpressionFault, Literal } from './expression.ts';
import type { Parsed } from './parse.ts';

/** What a fact can be. `choice`: one of a list, which has no order. */
export type FactType =
  { readonly kind: 'choice'; readonly values: readonly string[] } | { readonly kind: 'number' | 'flag' | 'text' };

/** All that an expression of a pack may speak of. */
export interface Vocabulary {
  readonly facts: ReadonlyMap<string, FactType>;
  readonly lines: ReadonlySet<string>;
  readonly stages: ReadonlySet<string>;
}

/** Everything in an expression that this pack does not know, or that can never be so because of its type. */
export function checkExpression({ expression, places }: Parsed, vocabulary: Vocabulary): readonly ExpressionFault[] {
  const faults: ExpressionFault[] = [];
  walk(expression, (node) => {
    const fault = faultOf(node, vocabulary);
    if (fault !== null) faults.push({ ...fault, at: places.get(node) ?? 0 });
  });
  return faults;
}

export function walk(expression: Expression, visit: (node: Expression) => void): void {
  visit(expression);
  if (expression.kind === 'not') walk(expression.item, visit);
  if (expression.kind === 'any' || expression.kind === 'all') for (const item of expression.items) walk(item, visit);
}

type Told = Pick<ExpressionFault, 'code' | 'word'>;

function faultOf(node: Expression, { facts, lines, stages }: Vocabulary): Told | null {
  if (node.kind === 'any' || node.kind === 'all' || node.kind === 'not') return null;
  if (node.kind === 'call') {
    const known = { said: lines, reached: stages, filled: facts }[node.name].has(node.of);
    return known ? null : { code: 'no-such-value', word: node.of };
  }
  const type = facts.get(node.fact);
  if (type === undefined) return { code: 'no-such-fact', word: node.fact };
  switch (node.kind) {
    case 'flag':
      return type.kind === 'flag' ? null : { code: 'not-a-flag', word: node.fact };
    case 'contains':
      return type.kind === 'text' ? null : { code: 'not-a-text', word: node.fact };
    case 'one-of':
      return firstOf(node.values, (value) => wrongValue(type, value));
    case 'compare':
      if (node.by !== '==' && node.by !== '!=' && type.kind !== 'number')
        return { code: 'not-ordered', word: node.fact };
      return wrongValue(type, node.value);
  }
}

function wrongValue(type: FactType, value: Literal): Told | null {
  switch (type.kind) {
    case 'choice':
      return type.values.includes(String(value)) ? null : { code: 'no-such-value', word: String(value) };
    case 'number':
      return typeof value === 'number' ? null : { code: 'not-a-number', word: value };
    case 'flag':
      return { code: 'no-such-value', word: String(value) };
    case 'text':
      return null;
  }
}

function firstOf(values: readonly Literal[], check: (value: Literal) => Told | null): Told | null {
  for (const value of values) {
    const told = check(value);
    if (told !== null) return told;
  }
  return null;
}
