import { nextTick } from 'vue';
import type { Action, VIEW_ACTIONS } from '#shared/contract/actions.ts';
import type { ContactView } from '#shared/contract/views.ts';
import type { ContactState } from '#shared/domain/contact/state.ts';
import { useComplain } from '../store/complain.ts';
import { useRun } from '../store/run.ts';
import { useDesk } from '../store/desk.ts';
import { useShell, type View } from '../store/shell.ts';

/** Where the cursor goes when a key asks for it; the place itself says which element that is now. */
export type Place = 'find' | 'note' | 'view';

type Find = () => HTMLElement | null | undefined;
const places = new Map<Place, Find>();

export function onPlace(place: Place, find: Find): () => void {
  places.set(place, find);
  return () => {
    if (places.get(place) === find) places.delete(place);
  };
}

/** The actions that put the cursor into a field, where the keys after them are text. */
export type ToField = Extract<Action, Place>;

export function leadsToField(action: Action | undefined): action is ToField {
  return action === 'find' || action === 'note';
}

/** The field that this action puts the cursor into, while it is in sight. */
export function fieldOf(action: ToField): HTMLElement | null {
  return places.get(action)?.() ?? null;
}

export function goTo(place: Place): void {
  const element = places.get(place)?.();
  element?.focus();
  if (element instanceof HTMLInputElement) element.select();
}

/** In which phases of a contact each of these can be opened. */
const PHASES = {
  situations: ['active'],
  callback: ['active', 'wrap-up'],
  done: ['active', 'wrap-up'],
} as const satisfies Partial<Record<Action, readonly ContactState['phase'][]>>;

export function opensFor(action: keyof typeof PHASES, contact: ContactView | null): boolean {
  const phases: readonly ContactState['phase'][] = PHASES[action];
  return contact !== null && phases.includes(contact.state.phase);
}

const VIEWS = {
  'view-desk': 'desk',
  'view-cases': 'cases',
  'view-callbacks': 'callbacks',
  'view-scripts': 'scripts',
  'view-conflicts': 'conflicts',
  'view-settings': 'settings',
} as const satisfies Record<(typeof VIEW_ACTIONS)[number], View>;

/** What each action does in this window. Actions on the contact go to the workstation, the others open something here. */
export function useActions(togglePanel: () => void): (action: Action) => void {
  const desk = useDesk();
  const shell = useShell();
  const run = useRun();
  const complain = useComplain();

  function toDesk(): void {
    if (shell.view !== 'desk') shell.show('desk');
  }

  return (action) => {
    switch (action) {
      case 'panel':
        togglePanel();
        break;
      case 'situations':
      case 'callback':
      case 'done':
        // A key that can do nothing now says so, instead of seeming broken.
        if (!opensFor(action, desk.focused)) {
          complain({ code: desk.focused === null ? 'no-contact' : 'wrong-phase' });
          return;
        }
        toDesk();
        shell.overlay = shell.overlay === action && action !== 'done' ? null : action;
        break;
      case 'note':
        // At once where the notes are in sight: what is typed next belongs to them.
        if (shell.view === 'desk') goTo('note');
        else {
          toDesk();
          void nextTick(() => goTo('note'));
        }
        break;
      case 'find':
        shell.overlay = null;
        goTo('find');
        break;
      case 'view-desk':
      case 'view-cases':
      case 'view-callbacks':
      case 'view-scripts':
      case 'view-conflicts':
      case 'view-settings':
        shell.show(VIEWS[action]);
        goTo('view');
        break;
      default:
        if (shell.view !== 'desk' && action === 'ring') toDesk();
        void run.press(action);
    }
  };
}
