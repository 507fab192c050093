/**
 * When a line is offered or a step is done, as a supervisor writes it: `scenario == issue and mood >= 1 and not said(soothe)`.
 * No loops, no names of its own, no calls but these: reading one always ends, after as many steps as it has words.
 */
export type Expression =
  | { readonly kind: 'any'; readonly items: readonly Expression[] }
  | { readonly kind: 'all'; readonly items: readonly Expression[] }
  | { readonly kind: 'not'; readonly item: Expression }
  | { readonly kind: 'compare'; readonly fact: string; readonly by: Comparison; readonly value: Literal }
  | { readonly kind: 'one-of'; readonly fact: string; readonly values: readonly Literal[] }
  | { readonly kind: 'contains'; readonly fact: string; readonly text: string }
  /** A fact that is so or not so. */
  | { readonly kind: 'flag'; readonly fact: string }
  | { readonly kind: 'call'; readonly name: Question; readonly of: string };

export const COMPARISONS = ['==', '!=', '<=', '>=', '<', '>'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** `said(line)`, `reached(stage)`, `filled(case.field)`. */
export const QUESTIONS = ['said', 'reached', 'filled'] as const;
export type Question = (typeof QUESTIONS)[number];

export type Literal = string | number;

/** Longer ones cannot be understood by the next supervisor either. */
export const LONGEST_EXPRESSION = 500;
export const DEEPEST_EXPRESSION = 24;

export type ExpressionFaultCode =
  | 'too-long'
  | 'too-deep'
  | 'unexpected'
  | 'ends-too-soon'
  | 'text-not-ended'
  | 'no-such-fact'
  | 'no-such-question'
  | 'no-such-value'
  | 'not-a-number'
  | 'not-a-flag'
  | 'not-ordered'
  | 'not-a-text';

export interface ExpressionFault {
  readonly code: ExpressionFaultCode;
  /** Where in the text, in UTF-16 units from 0. */
  readonly at: number;
  /** What stands there, or what would be right. */
  readonly word: string;
}
