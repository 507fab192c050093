import { isGroup } from '../../../base/group.ts';
import { duplicates } from '../checks/teller.ts';
import type { Pack } from '../schema.ts';
import type { TellFinding } from './finding.ts';

/** R-STG-2: the stage in which the customer tells the story. */
const LISTENING = 'R-STG-2';

/** Forms that ask too soon, and labels that tell nobody anything. */
export function lintForms(pack: Pack, tell: TellFinding): void {
  const order = pack.stages.map(({ id }) => id);
  const named = pack.stages.findIndex(({ rules }) => rules?.includes(LISTENING));
  const listening = named < 0 ? Math.min(1, order.length - 2) : named;
  const forms = [
    ...pack.commonFields.map((field) => [`commonFields.${field.id}`, field] as const),
    ...pack.scenarios.flatMap(({ id, fields }) =>
      fields.map((field) => [`scenarios.${id}.${field.id}`, field] as const),
    ),
  ];
  for (const [path, { required, requiredWhen, askFrom, choices = [] }] of forms) {
    // R-ANS-9: while the customer tells the story the form demands nothing.
    if ((required || requiredWhen !== undefined) && order.indexOf(askFrom) <= listening) {
      tell(`${path}.askFrom`, 'asked-before-listening');
    }
    for (const choice of duplicates(choices)) tell(`${path}.choices`, 'choice-twice', { name: choice });
  }
  lintLabels(pack, tell);
}

function lintLabels(pack: Pack, tell: TellFinding): void {
  for (const [path, text] of textsOf(pack, [])) {
    if (!/[\p{L}\p{N}]/u.test(text)) tell(path, 'says-nothing');
  }
  const lists = {
    ...{ stages: pack.stages, scenarios: pack.scenarios, situations: pack.situations, moods: pack.moods },
    ...{ departments: pack.departments, escalations: pack.escalations, 'callback.outcomes': pack.callback.outcomes },
    ...{ commonFields: pack.commonFields.map(({ id, label }) => ({ id, name: label })) },
  };
  for (const [path, items] of Object.entries(lists)) {
    items.forEach(({ id, name }, index) => {
      if (items.findIndex((other) => other.name === name) !== index) tell(`${path}.${id}`, 'label-twice', { name });
    });
  }
}

/** What people read, wherever it stands. */
const READ: ReadonlySet<string> = new Set([
  'name',
  'short',
  'label',
  'text',
  'goal',
  'hint',
  'note',
  'question',
  'plain',
  'need',
]);

function textsOf(value: unknown, path: readonly string[]): readonly (readonly [path: string, text: string])[] {
  if (typeof value === 'string') return READ.has(path.at(-1) ?? '') ? [[path.join('.'), value]] : [];
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => {
      const id = isGroup(item) && typeof item.id === 'string' ? item.id : String(index);
      return textsOf(item, [...path, id]);
    });
  }
  return isGroup(value) ? Object.entries(value).flatMap(([name, member]) => textsOf(member, [...path, name])) : [];
}
