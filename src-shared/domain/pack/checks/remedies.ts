import type { Pack } from '../schema.ts';
import { ROLES } from '../sections/basics.ts';
import { choicesOfFields } from '../vocabulary.ts';
import { checkNames, duplicates, type Tell } from './teller.ts';

/** Every type of complaint at every severity has one answer, and who grants more may grant at least as much (R-REM-1). */
export function checkRemedies({ remedies, ...pack }: Pack, tell: Tell): void {
  if (remedies === undefined) return;
  const fields = choicesOfFields(pack);
  for (const [name, items] of [
    ['severityField', remedies.severities],
    ['typeField', remedies.types],
  ] as const) {
    const choices = fields.get(remedies[name]);
    if (choices === undefined) tell(`remedies.${name}`, 'no-such-field', { name: remedies[name] });
    else if (items.some((item) => !choices?.includes(item.name))) tell(`remedies.${name}`, 'no-such-choice');
  }
  const kinds = new Map(remedies.kinds.map((kind) => [kind.id, kind]));
  const types = new Set(remedies.types.map(({ id }) => id));
  const severities = new Set(remedies.severities.map(({ id }) => id));
  remedies.table.forEach((row, index) => {
    const at = `remedies.table.${String(index)}`;
    checkNames(
      tell,
      types,
      'no-such-remedy-type',
      row.types.map((type) => [at, type]),
    );
    checkNames(tell, severities, 'no-such-severity', [[at, row.severity]]);
    for (const { kind, by = 'agent', upTo } of row.allow) {
      const known = kinds.get(kind);
      if (known === undefined) tell(at, 'no-such-remedy', { name: kind });
      else if ((known.unit === undefined) !== (upTo === undefined)) tell(at, 'amount-misplaced', { name: kind });
      const amounts = ROLES.slice(ROLES.indexOf(by)).flatMap((role) => upTo?.[role] ?? []);
      if (amounts.some((amount, step) => amount < (amounts[step - 1] ?? 0)))
        tell(at, 'authority-falls', { name: kind });
    }
    for (const kind of duplicates(row.allow.map((item) => item.kind))) tell(at, 'id-twice', { id: kind });
  });
  const cells = remedies.table.flatMap(({ types, severity }) => types.map((type) => `${type} × ${severity}`));
  for (const cell of duplicates(cells)) tell('remedies.table', 'id-twice', { id: cell });
}
