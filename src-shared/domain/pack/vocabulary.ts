import type { FactType, Vocabulary } from './expression/check.ts';
import type { Pack, PackField, PackLine } from './schema.ts';

/** In place of an id where there is none: a contact without scenario, a chat's line. */
export const NONE = 'none';

const choice = (...values: readonly string[]): FactType => ({ kind: 'choice', values });
const number: FactType = { kind: 'number' };
const flag: FactType = { kind: 'flag' };

/** What the expressions of a pack may speak of; `circumstances.ts` says what each is at a moment. */
export function vocabularyOf(pack: Pack): Vocabulary {
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
      ...[...choicesOfFields(pack)].map(([field, choices]): [string, FactType] => [
        `case.${field}`,
        choices === null ? { kind: 'text' } : choice(...choices, ''),
      ]),
    ]),
    lines: new Set(allLines(pack).map(({ id }) => id)),
    stages: new Set(pack.stages.map(({ id }) => id)),
  };
}

/** Every field of every form. */
export function allFields(pack: Pick<Pack, 'commonFields' | 'scenarios'>): readonly PackField[] {
  return [...pack.commonFields, ...pack.scenarios.flatMap((scenario) => scenario.fields)];
}

/** The ids of the fields that hold what the customer said or wants. */
export function customersFields(pack: Pick<Pack, 'commonFields' | 'scenarios'>): ReadonlySet<string> {
  return new Set(allFields(pack).flatMap(({ id, customersWords }) => (customersWords === true ? [id] : [])));
}

/** For each field what can be chosen in it; `null`: anything. Forms may have a field in common, each with choices of its own. */
export function choicesOfFields(
  pack: Pick<Pack, 'commonFields' | 'scenarios'>,
): ReadonlyMap<string, readonly string[] | null> {
  const known = new Map<string, readonly string[] | null>();
  for (const { id, choices } of allFields(pack)) {
    const others = known.get(id);
    known.set(id, choices === undefined || others === null ? null : [...new Set([...(others ?? []), ...choices])]);
  }
  return known;
}

/** Every list of lines of a pack with the place where it stands; no two lines have the same id. */
export function lineLists(pack: Pack): readonly (readonly [path: string, lines: readonly PackLine[]])[] {
  return [
    ...stagesOfLines(pack).map((stage) => [`lines.${stage}`, pack.lines[stage] ?? []] as const),
    ...pack.situations.map((situation) => [`situations.${situation.id}`, situation.lines] as const),
    ['soothing', pack.soothing.lines],
    ...pack.worries.map((worry) => [`worries.${worry.id}`, worry.lines] as const),
    ['remedies', pack.remedies?.lines ?? []],
  ];
}

/** In the order of the stages: a group has another order in sources than in what was built of them. */
function stagesOfLines({ stages, lines }: Pack): readonly string[] {
  const named = Object.keys(lines).sort();
  return [...new Set([...stages.map(({ id }) => id), ...named])].filter((stage) => named.includes(stage));
}

export function allLines(pack: Pack): readonly PackLine[] {
  return lineLists(pack).flatMap(([, lines]) => lines);
}
