import { onScopeDispose } from 'vue';
import { ACTIONS, type Action } from '#shared/contract/actions.ts';
import { useDesk } from '../store/desk.ts';
import { fieldOf, leadsToField, type ToField } from './actions.ts';
import { appKeyOf, isComposing, isControl, isTextField, matchesAccelerator } from './chord.ts';
import { typeLate } from './late.ts';
import { holdKey, keysAreHeld, keysWait } from './waiting.ts';

/** Answers `true` when the key was used. */
export type KeyHandler = (key: string, event: KeyboardEvent) => boolean;

interface Layer {
  readonly handle: KeyHandler;
  /** Nothing beneath this layer hears a key while it is there. */
  readonly modal: () => boolean;
  /** Higher is asked first; among equals the youngest. */
  readonly height: number;
}

export const HEIGHT = { page: 0, contact: 10, band: 20, overlay: 30, dialog: 40 } as const;

const layers: Layer[] = [];
let actionHandler: (action: Action) => void = () => undefined;

/** Hears keys while its scope lives, unless a text field has the focus. */
export function useKeys(height: number, handle: KeyHandler, modal: () => boolean = () => false): void {
  const layer = { handle, height, modal };
  const at = layers.findIndex((other) => other.height <= height);
  layers.splice(at === -1 ? layers.length : at, 0, layer);
  onScopeDispose(() => layers.splice(layers.indexOf(layer), 1));
}

export function onAction(handler: (action: Action) => void): void {
  actionHandler = handler;
}

/** The one listener for keys. Attach it to every window that shows something of ours. */
export function routeKeys(target: Window): () => void {
  const desk = useDesk();

  const actionOf = (key: string): Action | undefined =>
    ACTIONS.find((candidate) => desk.state?.settings.keys[candidate].app === key);

  function route(event: KeyboardEvent): void {
    const settings = desk.state?.settings;
    if (settings === undefined || !desk.state?.setUp) return;

    // In a host with system keys the chords come from the core; acting here too would act twice.
    if (desk.state.host.kind === 'loopback' && !desk.state.host.systemKeys) {
      const action = ACTIONS.find((candidate) => {
        const { system } = settings.keys[candidate];
        return system !== null && matchesAccelerator(event, system);
      });
      if (action !== undefined) {
        event.preventDefault();
        if (!event.repeat) actionHandler(action);
        return;
      }
    }

    const inText = isTextField(event.target);
    if (event.key === 'Escape' && inText) {
      event.preventDefault();
      (event.target as HTMLElement).blur();
      return;
    }
    if (inText) return;
    const key = appKeyOf(event);
    // A key that is held walks on, and does anything else once.
    if (event.repeat && !key.startsWith('Arrow')) return;
    for (const layer of [...layers]) {
      if (layer.handle(key, event)) {
        event.preventDefault();
        return;
      }
      if (layer.modal()) return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    const action = actionOf(key);
    if (action === undefined) return;
    event.preventDefault();
    actionHandler(action);
  }

  /** Keys that wait behind one that puts the cursor into a field are text for it, once it is there. */
  let leading: ToField | null = null;

  function routeLate(event: KeyboardEvent): void {
    const field = leading === null ? null : fieldOf(leading);
    if (field !== null && field === target.document.activeElement) typeLate(event, field);
    else route(event);
  }

  /** Something stands over the places of the page; it may be about to go. */
  const isCovered = (): boolean => layers.some((layer) => layer.modal());

  function mustWait(event: KeyboardEvent): boolean {
    if (!keysAreHeld()) leading = null;
    if (!keysAreHeld() || !mayWait(event, leading !== null)) return false;
    const action = actionOf(appKeyOf(event));
    if (leading !== null || !leadsToField(action)) return true;
    // What only puts the cursor into a field that is in sight waits for no answer: what is typed next goes there by itself. It does
    // wait for keys before it, one of which may lead elsewhere.
    if (!keysWait() && !isCovered() && fieldOf(action) !== null) return false;
    leading = action;
    return true;
  }

  const listener = (heard: Event): void => {
    const event = heard as KeyboardEvent;
    if (event.defaultPrevented || isComposing(event)) return;
    if (mustWait(event)) {
      event.preventDefault();
      holdKey(() => routeLate(event));
    } else route(event);
  };
  target.addEventListener('keydown', listener);
  return () => target.removeEventListener('keydown', listener);
}

/** What the browser itself does something with goes its way at once; a button that still has the focus gets nothing of a text. */
function mayWait(event: KeyboardEvent, isText: boolean): boolean {
  if (isTextField(event.target) || event.key === 'Tab' || /^F\d/.test(event.key)) return false;
  if ((event.ctrlKey || event.metaKey) && !event.altKey) return false;
  return isText || !(isControl(event.target) && (event.key === 'Enter' || event.key === ' '));
}

/** Whether the event has no modifier that would make it another key. */
export function isPlain(event: KeyboardEvent): boolean {
  return !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
}
