import { fail, ok, type Result } from '../../../base/result.ts';
import {
  COMPARISONS,
  DEEPEST_EXPRESSION,
  LONGEST_EXPRESSION,
  QUESTIONS,
  type Comparison,
  type Expression,
  type ExpressionFault,
  type ExpressionFaultCode,
  type Literal,
  type Question,
} from './expression.ts';
import { tokensOf, type Token } from './tokens.ts';

/** With the place of every fact and value in the text, for whoever checks it against a pack. */
export interface Parsed {
  readonly expression: Expression;
  /** Where each node begins. */
  readonly places: ReadonlyMap<Expression, number>;
}

/**
 * any  := all ('or' all)*            all := one ('and' one)*
 * one  := 'not' one | '(' any ')' | question '(' name ')' | fact [comparison literal | 'in' '[' literal, … ']' | 'contains' text]
 */
export function parseExpression(source: string): Result<Parsed, ExpressionFault> {
  if (source.length > LONGEST_EXPRESSION) {
    return fail({ code: 'too-long', at: LONGEST_EXPRESSION, word: String(LONGEST_EXPRESSION) });
  }
  const tokens = tokensOf(source);
  if (!tokens.ok) return tokens;
  return new Parser(tokens.value).whole();
}

/** A fault goes up to `whole` at once; nobody outside sees it thrown. */
class Stop extends Error {
  readonly fault: ExpressionFault;
  constructor(fault: ExpressionFault) {
    super(fault.code);
    this.fault = fault;
  }
}

/** The last token is one, and nobody steps over it. */
const END: Token = { kind: 'end', text: '', at: 0 };

class Parser {
  readonly #tokens: readonly Token[];
  readonly #places = new Map<Expression, number>();
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Result<Parsed, ExpressionFault> {
    try {
      const expression = this.#joined('or', 0);
      if (this.#token.kind !== 'end') this.#stop('unexpected');
      return ok({ expression, places: this.#places });
    } catch (error) {
      if (error instanceof Stop) return fail(error.fault);
      throw error;
    }
  }

  get #token(): Token {
    return this.#tokens[this.#next] ?? END;
  }

  #stop(code: ExpressionFaultCode, token = this.#token): never {
    throw new Stop({ code: token.kind === 'end' ? 'ends-too-soon' : code, at: token.at, word: token.text });
  }

  #is(text: string): boolean {
    const { kind, text: here } = this.#token;
    return (kind === 'word' || kind === 'sign') && here === text;
  }

  #skip(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#next += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#skip(text)) this.#stop('unexpected');
  }

  #node<E extends Expression>(at: number, node: E): E {
    this.#places.set(node, at);
    return node;
  }

  #joined(word: 'or' | 'and', depth: number): Expression {
    const { at } = this.#token;
    const item = (): Expression => (word === 'or' ? this.#joined('and', depth) : this.#one(depth));
    const first = item();
    const items = [first];
    while (this.#skip(word)) items.push(item());
    return items.length === 1 ? first : this.#node(at, { kind: word === 'or' ? 'any' : 'all', items });
  }

  #one(depth: number): Expression {
    if (depth >= DEEPEST_EXPRESSION) this.#stop('too-deep');
    const { at } = this.#token;
    if (this.#skip('not')) return this.#node(at, { kind: 'not', item: this.#one(depth + 1) });
    if (this.#skip('(')) {
      const inner = this.#joined('or', depth + 1);
      this.#expect(')');
      return inner;
    }
    const name = this.#word();
    if (this.#skip('(')) {
      const question = QUESTIONS.find((known) => known === name.text);
      if (question === undefined) this.#stop('no-such-question', name);
      return this.#call(at, question);
    }
    return this.#about(at, name.text);
  }

  #call(at: number, name: Question): Expression {
    const of = this.#word().text;
    this.#expect(')');
    return this.#node(at, { kind: 'call', name, of });
  }

  #about(at: number, fact: string): Expression {
    const by = this.#comparison();
    if (by !== null) return this.#node(at, { kind: 'compare', fact, by, value: this.#literal() });
    if (this.#skip('in')) {
      this.#expect('[');
      const values = [this.#literal()];
      while (this.#skip(',')) values.push(this.#literal());
      this.#expect(']');
      return this.#node(at, { kind: 'one-of', fact, values });
    }
    if (this.#skip('contains')) {
      const token = this.#token;
      if (token.kind !== 'text' || token.text === '') this.#stop('not-a-text');
      this.#next += 1;
      return this.#node(at, { kind: 'contains', fact, text: token.text });
    }
    return this.#node(at, { kind: 'flag', fact });
  }

  #comparison(): Comparison | null {
    const token = this.#token;
    const by = token.kind === 'sign' ? COMPARISONS.find((sign) => sign === token.text) : undefined;
    if (by === undefined) return null;
    this.#next += 1;
    return by;
  }

  #word(): Token {
    const token = this.#token;
    if (token.kind !== 'word' || ['and', 'or', 'not', 'in', 'contains'].includes(token.text)) this.#stop('unexpected');
    this.#next += 1;
    return token;
  }

  #literal(): Literal {
    const token = this.#token;
    if (token.kind === 'end' || token.kind === 'sign') this.#stop('unexpected');
    this.#next += 1;
    return token.kind === 'number' ? token.value : token.text;
  }
}
