import type { FactType, Vocabulary } from './expression/check.ts';
import type { PackLine, Pack } from './schema.ts';

/** In place of an id where there is none: a contact without scenario, a chat's line. */
export const NONE = 'none';

const choice = (...values: readonly string[]): FactType => ({ kind: 'choice', values });
const number: FactType = { kind: 'number' };
const flag: FactType = { kind: 'flag' };

/** What the expressions of a pack may speak of; `circumstances.ts` says what each is at a moment. */
export function vocabularyOf(pack: Pack): Vocabulary {
  const fields = [...pack.commonFields, ...pack.scenarios.flatMap((scenario) => scenario.fields)];
  return {
    facts: new Map<string, FactType>([
      ['scenario', choice(...pack.scenarios.map(({ id }) => id), NONE)],
      ['direction', choice('inbound', 'outbound')],
      ['channel', choice('call', 'chat')],
      ['surname', choice('known', 'unknown', 'declined')],
      // R-ANS-6, R-ANS-7
      ['customer', choice('new', 'returning', 'same-day')],
      // The level of the tagged mood, from 0 (calm) upwards (R-EMO-6).
      ['mood', number],
      // A chat has no line.
      ['line', choice('connected', 'hold', 'silent', 'dropped', NONE)],
      // The running hold, else the one that ended last (R-HOLD-3).
      ['lastHold', choice(NONE, 'within-limit', 'over-limit')],
      ['holds', number],
      ['holdsOverLimit', number],
      ['silenceStep', number],
      ['silenceRanOut', flag],
      ['drops', number],
      ['department', choice('chosen', 'open')],
      // Whether one was promised in this contact.
      ['callback', choice('promised', NONE)],
      ...fields.map((field): [string, FactType] => [
        `case.${field.id}`,
        field.choices === undefined ? { kind: 'text' } : choice(...field.choices, ''),
      ]),
    ]),
    lines: new Set(allLines(pack).map(({ id }) => id)),
    stages: new Set(pack.stages.map(({ id }) => id)),
  };
}

/** Every list of lines of a pack with the place where it stands; no two lines have the same id. */
export function lineLists(pack: Pack): readonly (readonly [path: string, lines: readonly PackLine[]])[] {
  return [
    ...Object.entries(pack.lines).map(([stage, lines]) => [`lines.${stage}`, lines] as const),
    ...pack.situations.map((situation) => [`situations.${situation.id}`, situation.lines] as const),
    ['soothing', pack.soothing.lines],
    ...pack.worries.map((worry) => [`worries.${worry.id}`, worry.lines] as const),
    ['remedies', pack.remedies?.lines ?? []],
  ];
}

export function allLines(pack: Pack): readonly PackLine[] {
  return lineLists(pack).flatMap(([, lines]) => lines);
}
