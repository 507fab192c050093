import { fieldsOf } from '../../case/fields.ts';
import { lineOf, type ContactState } from '../../contact/state.ts';
import { applies, circumstances, type Matter } from '../circumstances.ts';
import type { Pack } from '../schema.ts';
import { countWords, notesOf } from './notes.ts';

export type Probe = Pack['probes'][number];

/**
 * The closed questions that pin down what is still open: those whose field is in the form and has nothing in it (R-LST-4).
 * What the customer spoke of comes before what is asked of everybody.
 */
export function probesFor(pack: Pack, state: ContactState, matter: Matter): readonly Probe[] {
  const line = lineOf(state);
  const listens = state.phase === 'active' && (line === null || line.kind === 'connected');
  if (pack.probes.length === 0 || !listens) return [];
  const { scenario } = state.head;
  const form = new Set(fieldsOf(pack, scenario).map(({ id }) => id));
  const facts = circumstances(pack, state, matter);
  const notes = notesOf(pack, scenario, matter.fields);
  const open = pack.probes.filter(
    ({ field, when, words }) =>
      form.has(field) &&
      (matter.fields[field] ?? '').trim() === '' &&
      applies(when, facts) &&
      (words === undefined || countWords(notes, words) > 0),
  );
  return open.toSorted((one, other) => Number(one.words === undefined) - Number(other.words === undefined));
}
