import type { WordingHit } from '#shared/domain/wording/check.ts';
import { fitted, keptSelection, replaced } from './hits.ts';

export type TextInput = HTMLInputElement | HTMLTextAreaElement;

/** Whether the better wording can stand in the place of the hit: there is one, and the field has room for it. */
export function canReplace(field: TextInput, hit: WordingHit): boolean {
  if (hit.better === null || field.readOnly || field.disabled) return false;
  const { place, better } = fitted(field.value, hit, hit.better);
  return field.maxLength < 0 || replaced(field.value, place, better).length <= field.maxLength;
}

/**
 * Puts the better wording in the place of the hit as if it had been typed: it can be undone, and whoever listens to the field
 * hears of it. The caret stays where it was in the text.
 */
export function replaceHit(field: TextInput, hit: WordingHit, words: string): void {
  if (field.value.slice(hit.start, hit.end) !== hit.text) return;
  const { place, better } = fitted(field.value, hit, words);
  const before = { start: field.selectionStart ?? field.value.length, end: field.selectionEnd ?? field.value.length };
  field.setSelectionRange(place.start, place.end);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing newer writes into a field so that it can be undone
  if (!field.ownerDocument.execCommand('insertText', false, better)) {
    field.setRangeText(better, place.start, place.end, 'preserve');
    field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }));
  }
  const { start, end } = keptSelection(before, place, better.length);
  field.setSelectionRange(start, end);
}
