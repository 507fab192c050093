/** What a key does in a field that did not have the focus yet when it was pressed. */
export function typeLate(event: KeyboardEvent, field: HTMLElement): void {
  // The field may have a use of its own for it, as a list of what was found has for Enter.
  if (!field.dispatchEvent(new KeyboardEvent(event.type, event))) return;
  if (event.key === 'Backspace') edit(field, 'delete');
  else if (event.key === 'Enter') edit(field, 'insertText', '\n');
  else if (event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey) {
    edit(field, 'insertText', event.key);
  }
}

/** As if it had been typed: it can be undone, and whoever listens to the field hears of it. */
function edit(field: HTMLElement, command: 'insertText' | 'delete', text?: string): void {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing newer writes into a field so that it can be undone
  field.ownerDocument.execCommand(command, false, text);
}
