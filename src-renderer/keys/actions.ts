import type { Action } from '#shared/contract/actions.ts';
import { useRun } from '../store/run.ts';
import { useDesk } from '../store/desk.ts';
import { useShell } from '../store/shell.ts';
import { useToasts } from '../store/toasts.ts';
import { useFailureText } from '../ui/text.ts';

/** Where the cursor goes when a key asks for it; the place itself listens. */
export type Place = 'find' | 'note';

const placeListeners = new Map<Place, () => void>();

export function onPlace(place: Place, go: () => void): () => void {
  placeListeners.set(place, go);
  return () => {
    if (placeListeners.get(place) === go) placeListeners.delete(place);
  };
}

export function goTo(place: Place): void {
  placeListeners.get(place)?.();
}

/** What each action does in this window. Actions on the contact go to the workstation, the others open something here. */
export function useActions(togglePanel: () => void): (action: Action) => void {
  const desk = useDesk();
  const shell = useShell();
  const run = useRun();
  const toasts = useToasts();
  const explain = useFailureText();

  /** A key that can do nothing now says so, instead of seeming broken. */
  function refuse(): void {
    const { what, next } = explain({ code: desk.focused === null ? 'no-contact' : 'wrong-phase' });
    toasts.add({ tone: 'bad', text: what, more: next });
  }

  function toDesk(): void {
    if (shell.view !== 'desk') shell.show('desk');
  }

  return (action) => {
    const phase = desk.focused?.state.phase;
    switch (action) {
      case 'panel':
        togglePanel();
        break;
      case 'situations':
        if (phase !== 'active') {
          refuse();
          return;
        }
        toDesk();
        shell.overlay = shell.overlay === 'situations' ? null : 'situations';
        break;
      case 'callback':
        if (phase !== 'active' && phase !== 'wrap-up') {
          refuse();
          return;
        }
        toDesk();
        shell.overlay = shell.overlay === 'callback' ? null : 'callback';
        break;
      case 'done':
        if (phase !== 'active' && phase !== 'wrap-up') {
          refuse();
          return;
        }
        toDesk();
        shell.overlay = 'done';
        break;
      case 'note':
        toDesk();
        setTimeout(() => goTo('note'));
        break;
      case 'find':
        shell.overlay = null;
        goTo('find');
        break;
      default:
        if (shell.view !== 'desk' && action === 'ring') toDesk();
        void run.press(action);
    }
  };
}
