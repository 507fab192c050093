import { MAX_TEXT, type CarriedOver } from '#shared/contract/rpc.ts';
import { fieldsOf, isLongText } from '#shared/domain/case/fields.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';

/** What a field holds once the value of another case has come to it: what stood there first, notes with the other below. */
export function carried(pack: Pack, field: string, there: string, value: string): string {
  if (value === '' || value === 'false') return there;
  if (there === '') return value;
  const both = `${there}\n${value}`;
  return isLongText(pack, field) && !there.includes(value) && both.length <= MAX_TEXT ? both : there;
}

interface Matter {
  readonly scenario: string | null;
  readonly fields: Readonly<Record<string, string>>;
}

/** What a case keeps otherwise than it was typed into another, and where that is noted so that nothing typed is lost. */
export function differing(pack: Pack, there: Matter, typed: Matter): CarriedOver & { readonly field: string | null } {
  const form = fieldsOf(pack, there.scenario);
  const all = [...pack.scenarios.flatMap(({ fields }) => fields), ...fieldsOf(pack, typed.scenario), ...form];
  const found = [...new Map(all.map((field) => [field.id, field])).values()].flatMap(({ id, label }) => {
    const [kept = '', value = ''] = [there.fields[id], typed.fields[id]];
    return isLongText(pack, id) || carried(pack, id, kept, value) !== kept || isSame(kept, value)
      ? []
      : [{ label, value }];
  });
  const notes = [...pack.commonFields, ...form].find(({ type }) => type === 'long-text');
  if (found.length === 0 || notes === undefined) return { differing: found, notedIn: null, field: null };
  return { differing: found, notedIn: notes.label, field: notes.id };
}

function isSame(kept: string, value: string): boolean {
  return value === '' || value === 'false' || kept.trim() === value.trim();
}
