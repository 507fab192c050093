import { fail, ok, type Result } from '../../../base/result.ts';
import type { ExpressionFault } from './expression.ts';

export type Token = { readonly at: number } & (
  | { readonly kind: 'word' | 'sign' | 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string; readonly value: number }
  | { readonly kind: 'end'; readonly text: '' }
);

const SPACE = /\s+/y;
const NUMBER = /-?\d{1,12}(?:\.\d{1,6})?(?![\w.-])/y;
/** Ids of packs have hyphens, facts have dots. */
const WORD = /[a-zA-Z0-9_][a-zA-Z0-9_-]*(?:\.[a-zA-Z0-9_-]+)*/y;
const SIGN = /==|!=|<=|>=|[<>(),[\]]/y;
const TEXT = /'[^'\n]*'|"[^"\n]*"/y;

export function tokensOf(source: string): Result<readonly Token[], ExpressionFault> {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0] ?? null;
  };
  while (at < source.length) {
    const space = take(SPACE);
    if (space !== null) {
      at += space.length;
      continue;
    }
    const token = tokenAt(at, take);
    if (token === null) {
      const quote = source[at] === "'" || source[at] === '"';
      return fail({ code: quote ? 'text-not-ended' : 'unexpected', at, word: source.slice(at, at + 8) });
    }
    tokens.push(token.token);
    at += token.length;
  }
  return ok([...tokens, { kind: 'end', text: '', at }]);
}

function tokenAt(at: number, take: (pattern: RegExp) => string | null): { token: Token; length: number } | null {
  const number = take(NUMBER);
  if (number !== null)
    return { token: { kind: 'number', text: number, value: Number(number), at }, length: number.length };
  const word = take(WORD);
  if (word !== null) return { token: { kind: 'word', text: word, at }, length: word.length };
  const sign = take(SIGN);
  if (sign !== null) return { token: { kind: 'sign', text: sign, at }, length: sign.length };
  const text = take(TEXT);
  return text === null ? null : { token: { kind: 'text', text: text.slice(1, -1), at }, length: text.length };
}
