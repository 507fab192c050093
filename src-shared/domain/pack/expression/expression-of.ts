import type { Expression } from './expression.ts';
import { parseExpression } from './parse.ts';

/** More than the largest pack has; beyond that they are read again. */
const KEPT = 20_000;
const read = new Map<string, Expression>();
/** What cannot be read never holds: a pack with such a text is not used, and nothing must be said by mistake. */
const NEVER: Expression = { kind: 'any', items: [] };

/** The expression of a text, which is read once however often it is asked for. */
export function expressionOf(text: string): Expression {
  const known = read.get(text);
  if (known !== undefined) return known;
  const parsed = parseExpression(text);
  const expression = parsed.ok ? parsed.value.expression : NEVER;
  if (read.size >= KEPT) read.clear();
  read.set(text, expression);
  return expression;
}
