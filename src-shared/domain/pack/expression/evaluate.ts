import { assertNever } from '../../../base/assert-never.ts';
import type { Comparison, Expression, Literal } from './expression.ts';

export interface ExpressionFacts {
  /** What a fact is now; a name that nobody knows is an empty text. */
  readonly value: (fact: string) => string | number | boolean;
  readonly said: (line: string) => boolean;
  readonly reached: (stage: string) => boolean;
}

/** Total: whatever the expression and the facts are, there is an answer. */
export function holds(expression: Expression, facts: ExpressionFacts): boolean {
  switch (expression.kind) {
    case 'any':
      return expression.items.some((item) => holds(item, facts));
    case 'all':
      return expression.items.every((item) => holds(item, facts));
    case 'not':
      return !holds(expression.item, facts);
    case 'compare':
      return compare(facts.value(expression.fact), expression.by, expression.value);
    case 'one-of':
      return expression.values.some((value) => compare(facts.value(expression.fact), '==', value));
    case 'contains':
      return String(facts.value(expression.fact)).includes(expression.text);
    case 'flag':
      return facts.value(expression.fact) === true;
    case 'call':
      return asked(expression, facts);
    default:
      return assertNever(expression);
  }
}

function asked({ name, of }: Extract<Expression, { kind: 'call' }>, facts: ExpressionFacts): boolean {
  switch (name) {
    case 'said':
      return facts.said(of);
    case 'reached':
      return facts.reached(of);
    case 'filled':
      return String(facts.value(of)).trim() !== '';
    default:
      return assertNever(name);
  }
}

function compare(value: string | number | boolean, by: Comparison, to: Literal): boolean {
  switch (by) {
    case '==':
      return String(value) === String(to);
    case '!=':
      return String(value) !== String(to);
    case '<':
      return Number(value) < Number(to);
    case '<=':
      return Number(value) <= Number(to);
    case '>':
      return Number(value) > Number(to);
    case '>=':
      return Number(value) >= Number(to);
    default:
      return assertNever(by);
  }
}
