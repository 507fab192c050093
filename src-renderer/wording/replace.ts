import type { WordingHit } from '#shared/domain/wording/check.ts';
import { keptSelection, replaced } from './hits.ts';

export type TextInput = HTMLInputElement | HTMLTextAreaElement;

/** Whether the better wording can stand in the place of the hit: there is one, and the field has room for it. */
export function canReplace(field: TextInput, hit: WordingHit): boolean {
  if (hit.better === null || field.readOnly || field.disabled) return false;
  return field.maxLength < 0 || replaced(field.value, hit, hit.better).length <= field.maxLength;
}

/**
 * Puts the better wording in the place of the hit as if it had been typed: it can be undone, and whoever listens to the field
 * hears of it. The caret stays where it was in the text.
 */
export function replaceHit(field: TextInput, hit: WordingHit, better: string): void {
  if (field.value.slice(hit.start, hit.end) !== hit.text) return;
  const before = { start: field.selectionStart ?? field.value.length, end: field.selectionEnd ?? field.value.length };
  field.setSelectionRange(hit.start, hit.end);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing newer writes into a field so that it can be undone
  if (!field.ownerDocument.execCommand('insertText', false, better)) {
    field.setRangeText(better, hit.start, hit.end, 'preserve');
    field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }));
  }
  const { start, end } = keptSelection(before, hit, better.length);
  field.setSelectionRange(start, end);
}
