/** Rows of a list that the arrow keys walk carry this attribute and can have the focus. */
const ROW = '[data-row]';

function rowsIn(list: HTMLElement | null): readonly HTMLElement[] {
  return list === null ? [] : [...list.querySelectorAll<HTMLElement>(ROW)];
}

/** The place of the row that has the focus, itself or within; -1 when none has. */
export function focusedRow(list: HTMLElement | null): number {
  return rowsIn(list).findIndex((row) => row.contains(document.activeElement));
}

/** Puts the focus on a row; on the last one when there are fewer. `false` when there is none. */
export function focusRow(list: HTMLElement | null, place: number): boolean {
  const rows = rowsIn(list);
  const row = rows[Math.max(0, Math.min(rows.length - 1, place))];
  row?.focus();
  row?.scrollIntoView({ block: 'nearest' });
  return row !== undefined;
}

/** What an arrow key does in a list: the focus goes one row on, from nowhere to the first. */
export function walkRows(list: HTMLElement | null, key: string): boolean {
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return false;
  return focusRow(list, focusedRow(list) + (key === 'ArrowDown' ? 1 : -1));
}
