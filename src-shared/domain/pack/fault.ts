/**
 * Everything that can be wrong with a pack. The words are in `resources/locales/faults`, in each language; the facts of a
 * fault fill their slots.
 */
export const PACK_FAULTS = [
  // The file.
  ...([
    'file-unreadable',
    'file-missing',
    'file-not-allowed',
    'file-too-large',
    'file-damaged',
    'yaml-unreadable',
    'yaml-key-twice',
    'yaml-alias',
    'yaml-tab',
    'yaml-colon',
    'yaml-quote',
    'yaml-bracket',
    'yaml-needs-quotes',
    'yaml-indent',
  ] as const),
  ...(['folder-without-sources', 'said-twice', 'too-deep', 'format-too-new'] as const),
  ...(['reserved-name', 'markup', 'unseen-characters'] as const),
  // The pack that it adds to.
  ...(['base-unreadable', 'base-other', 'base-in-a-circle', 'nothing-to-remove', 'not-a-base'] as const),
  // One value by itself.
  ...(['missing', 'wrong-type', 'unknown-key', 'not-one-of', 'not-valid'] as const),
  ...(['too-short', 'too-long', 'too-few', 'too-many', 'too-small', 'too-large'] as const),
  ...([
    'form-id',
    'form-key',
    'form-clock',
    'form-rule',
    'form-other',
    'ends-before-it-begins',
    'first-day-off-late',
  ] as const),
  ...(['form-phrase', 'no-such-set', 'too-many-ways'] as const),
  // One value beside the others.
  ...(['id-twice', 'key-twice', 'field-twice', 'stage-without-lines', 'stray-brace', 'slot-not-for-others'] as const),
  ...(['no-such-slot', 'no-such-scenario', 'no-such-stage', 'no-such-situation', 'no-such-mood'] as const),
  ...(['no-such-line', 'consent-starts-no-hold', 'line-not-for-others', 'choices-misplaced'] as const),
  ...(['no-such-field', 'no-such-choice', 'no-such-severity', 'no-such-remedy-type', 'no-such-remedy'] as const),
  ...(['amount-misplaced', 'authority-falls', 'no-business-hours'] as const),
  ...(['warning-after-limit', 'best-ring-after-last', 'not-one-deadline', 'not-a-slot-of-addresses'] as const),
  // An expression.
  ...(['expression-too-long', 'expression-too-deep', 'expression-unexpected', 'expression-ends-too-soon'] as const),
  ...(['expression-text-not-ended', 'expression-no-such-fact', 'expression-no-such-question'] as const),
  ...(['expression-no-such-value', 'expression-not-a-number', 'expression-not-a-flag'] as const),
  ...(['expression-not-ordered', 'expression-not-a-text'] as const),
] as const;

export type PackFaultCode = (typeof PACK_FAULTS)[number];

/** One thing that is wrong with a pack, where, and in which way. */
export interface PackFault {
  /** Names from the outside in, `hold.warnAfterMs`; empty for the whole file. */
  readonly path: string;
  readonly code: PackFaultCode;
  readonly facts?: Readonly<Record<string, string | number>>;
}

export function isPackFaultCode(text: string): text is PackFaultCode {
  return (PACK_FAULTS as readonly string[]).includes(text);
}
