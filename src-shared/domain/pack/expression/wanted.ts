import type { Expression } from './expression.ts';

/** The values that a fact must have for this to hold, as far as the expression says so plainly; `null`: it does not. */
export function wantedOf(expression: Expression, fact: string): readonly string[] | null {
  const parts = expression.kind === 'all' ? expression.items : [expression];
  for (const part of parts) {
    if (part.kind === 'compare' && part.fact === fact && part.by === '==') return [String(part.value)];
    if (part.kind === 'one-of' && part.fact === fact) return part.values.map(String);
  }
  return null;
}
