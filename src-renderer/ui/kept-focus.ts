import { nextTick, watch, type ShallowRef } from 'vue';
import { focusedRow, focusRow } from './row-walk.ts';

/**
 * A list that becomes shorter beneath the focus keeps it at its place, on the row that is there now; when nothing is left it
 * goes to what stands over the list.
 */
export function useKeptFocus(
  items: Readonly<ShallowRef<unknown>>,
  list: Readonly<ShallowRef<HTMLElement | null>>,
  title: Readonly<ShallowRef<HTMLElement | null>>,
): void {
  watch(items, async () => {
    const place = focusedRow(list.value);
    await nextTick();
    if (place === -1 || focusedRow(list.value) !== -1) return;
    if (!focusRow(list.value, place)) title.value?.focus();
  });
}
