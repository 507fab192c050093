/**
 * Everything that can be wrong with a pack. The words are in `resources/locales/faults`, in each language; the facts of a
 * fault fill their slots.
 */
export const PACK_FAULTS = [
  // The file.
  ...(['file-unreadable', 'file-too-large', 'yaml-unreadable', 'yaml-key-twice', 'yaml-alias'] as const),
  // One value by itself.
  ...(['missing', 'wrong-type', 'unknown-key', 'not-one-of', 'not-valid'] as const),
  ...(['too-short', 'too-long', 'too-few', 'too-many', 'too-small', 'too-large'] as const),
  ...(['form-id', 'form-key', 'form-clock', 'form-other', 'ends-before-it-begins', 'first-day-off-late'] as const),
  ...(['form-phrase'] as const),
  // One value beside the others.
  ...(['id-twice', 'key-twice', 'field-twice', 'stage-without-lines', 'stray-brace', 'slot-not-for-others'] as const),
  ...(['no-such-slot', 'no-such-scenario', 'no-such-stage', 'no-such-situation', 'no-such-mood'] as const),
  ...(['no-such-line', 'consent-starts-no-hold', 'line-not-for-others', 'choices-misplaced'] as const),
  ...(['warning-after-limit', 'best-ring-after-last', 'not-one-deadline', 'not-a-slot-of-addresses'] as const),
  ...(['no-such-set'] as const),
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
