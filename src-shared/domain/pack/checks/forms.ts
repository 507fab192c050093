import type { Pack } from '../schema.ts';
import { allFields, allLines, choicesOfFields } from '../vocabulary.ts';
import { checkNames, duplicates, type Tell } from './teller.ts';

export function checkForms(pack: Pack, tell: Tell): void {
  const stages = new Set(pack.stages.map((stage) => stage.id));
  const lines = new Set(allLines(pack).map(({ id }) => id));
  for (const field of allFields(pack)) {
    checkNames(tell, stages, 'no-such-stage', [[`fields.${field.id}`, field.askFrom]]);
    if ((field.type === 'choice') !== (field.choices !== undefined)) tell(`fields.${field.id}`, 'choices-misplaced');
  }
  for (const scenario of pack.scenarios) {
    const at = `scenarios.${scenario.id}`;
    for (const field of duplicates([...scenario.fields, ...pack.commonFields].map(({ id }) => id))) {
      tell(at, 'field-twice', { id: field });
    }
    for (const step of duplicates(scenario.steps.map(({ id }) => id))) tell(at, 'id-twice', { id: step });
    for (const step of scenario.steps) {
      checkNames(tell, stages, 'no-such-stage', [[`${at}.steps.${step.id}`, step.stage]]);
      checkNames(
        tell,
        lines,
        'no-such-line',
        (step.lines ?? []).map((line) => [`${at}.steps.${step.id}`, line]),
      );
    }
  }
  checkHelps(pack, tell);
}

function checkHelps(pack: Pack, tell: Tell): void {
  const fields = choicesOfFields(pack);
  for (const { id, field, choices } of pack.probes) {
    checkNames(tell, fields, 'no-such-field', [[`probes.${id}`, field]]);
    for (const choice of duplicates(choices)) tell(`probes.${id}`, 'id-twice', { id: choice });
    const own = fields.get(field) ?? null;
    if (own !== null && choices.some((choice) => !own.includes(choice))) tell(`probes.${id}`, 'no-such-choice');
  }
  const terms = pack.glossary.flatMap(({ term, also }) => [term, ...(also ?? [])]);
  for (const term of duplicates(terms)) tell('glossary', 'id-twice', { id: term });
}
