/**
 * What a pack may say and should not: it would be read, and an agent would stumble over it. The words, with what to do, are in
 * `resources/locales/author` under `lint.<code>`.
 */
export const LINT_CODES = [
  // What is offered when.
  ...(['dead-end', 'never-offered', 'never-for-others', 'always-so', 'never-so', 'slot-open-here'] as const),
  ...(['done-from-the-start', 'never-done'] as const),
  // An advice: there are too many circumstances to say any of it.
  'not-decided',
  // Limits beside each other.
  ...([
    'target-before-earlier',
    'graver-is-slower',
    'acknowledged-after-plan',
    'silence-too-long',
    'ring-too-long',
  ] as const),
  ...(['warning-before-promise', 'retry-after-promise', 'late-after-promise', 'hold-after-promise'] as const),
  ...(['calendar-ends-first', 'hours-overlap', 'soothing-never', 'no-calm-mood', 'outcome-missing'] as const),
  ...(['remedy-missing'] as const),
  // Forms.
  ...(['asked-before-listening', 'choice-twice', 'says-nothing', 'label-twice'] as const),
  ...(['department-without-number'] as const),
  // Sentences.
  ...([
    'more-than-its-seconds',
    'less-than-its-seconds',
    'too-long-to-say',
    'same-as-another',
    'almost-another',
  ] as const),
  ...(['variant-the-same', 'variant-other-slots', 'forbidden-words'] as const),
  // Rules of the trade.
  ...(['rule-not-covered', 'no-such-rule'] as const),
] as const;

export type LintCode = (typeof LINT_CODES)[number];

export interface Finding {
  /** As faults name places: `situations.noise.noise-again`. */
  readonly path: string;
  readonly code: LintCode;
  readonly facts?: Readonly<Record<string, string | number>>;
}

export type TellFinding = (path: string, code: LintCode, facts?: Finding['facts']) => void;
