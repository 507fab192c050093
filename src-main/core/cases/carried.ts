import { MAX_TEXT } from '#shared/contract/rpc.ts';
import { isLongText } from '#shared/domain/case/fields.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';

/** What a field holds once the value of another case has come to it: what stood there first, notes with the other below. */
export function carried(pack: Pack, field: string, there: string, value: string): string {
  if (value === '' || value === 'false') return there;
  if (there === '') return value;
  const both = `${there}\n${value}`;
  return isLongText(pack, field) && !there.includes(value) && both.length <= MAX_TEXT ? both : there;
}
