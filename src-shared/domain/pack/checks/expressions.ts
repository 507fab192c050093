import type { ExpressionFault, ExpressionFaultCode } from '../expression/expression.ts';
import { checkExpression } from '../expression/check.ts';
import { parseExpression } from '../expression/parse.ts';
import type { PackFaultCode } from '../fault.ts';
import type { Pack } from '../schema.ts';
import { allFields, lineLists, vocabularyOf } from '../vocabulary.ts';
import type { Tell } from './teller.ts';

/** Every expression of a pack with its place. */
export function expressionsOf(pack: Pack): readonly (readonly [path: string, text: string])[] {
  const given = (path: string, text: string | undefined) => (text === undefined ? [] : [[path, text] as const]);
  return [
    ...lineLists(pack).flatMap(([path, lines]) => lines.flatMap(({ id, when }) => given(`${path}.${id}.when`, when))),
    ...allFields(pack).flatMap(({ id, requiredWhen }) => given(`fields.${id}.requiredWhen`, requiredWhen)),
    ...pack.scenarios.flatMap((scenario) =>
      scenario.steps.flatMap(({ id, done, when }) => {
        const at = `scenarios.${scenario.id}.steps.${id}`;
        return [...given(`${at}.done`, done), ...given(`${at}.when`, when)];
      }),
    ),
    ...pack.probes.flatMap(({ id, when }) => given(`probes.${id}.when`, when)),
    ...pack.escalations.flatMap(({ id, when }) => given(`escalations.${id}.when`, when)),
    ...(pack.quality?.criteria ?? []).flatMap(({ id, check, when }) => {
      const at = `quality.criteria.${id}`;
      return [...given(`${at}.check`, check), ...given(`${at}.when`, when)];
    }),
  ];
}

const CODES: Readonly<Record<ExpressionFaultCode, PackFaultCode>> = {
  'too-long': 'expression-too-long',
  'too-deep': 'expression-too-deep',
  unexpected: 'expression-unexpected',
  'ends-too-soon': 'expression-ends-too-soon',
  'text-not-ended': 'expression-text-not-ended',
  'no-such-fact': 'expression-no-such-fact',
  'no-such-question': 'expression-no-such-question',
  'no-such-value': 'expression-no-such-value',
  'not-a-number': 'expression-not-a-number',
  'not-a-flag': 'expression-not-a-flag',
  'not-ordered': 'expression-not-ordered',
  'not-a-text': 'expression-not-a-text',
};

export function checkExpressions(pack: Pack, tell: Tell): void {
  const whole = vocabularyOf(pack);
  // A form belongs to a case, which is asked of in later contacts too: when the customer came before is not known to it.
  const ofForms = { ...whole, facts: new Map([...whole.facts].filter(([fact]) => fact !== 'customer')) };
  const told = (path: string, { code, at, word }: ExpressionFault): void =>
    tell(path, CODES[code], { name: word, column: at + 1 });
  for (const [path, text] of expressionsOf(pack)) {
    const vocabulary = path.endsWith('.requiredWhen') ? ofForms : whole;
    const parsed = parseExpression(text);
    if (parsed.ok) for (const fault of checkExpression(parsed.value, vocabulary)) told(path, fault);
    else told(path, parsed.error);
  }
}
