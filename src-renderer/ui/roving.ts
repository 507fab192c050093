import type { ObjectDirective } from 'vue';
import { isPlain } from '../keys/router.ts';

/** What is a menu's own is walked by the menu. */
const BUTTONS = 'button:not(:disabled, [role="menuitem"])';
const CHOSEN = '[aria-pressed="true"], [aria-checked="true"]';

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

const buttonsOf = (group: HTMLElement): readonly HTMLElement[] => [...group.querySelectorAll<HTMLElement>(BUTTONS)];

/** The stop is where the focus is, else what is chosen, else the first. */
function settle(group: HTMLElement): void {
  const buttons = buttonsOf(group);
  const focused = buttons.find((button) => button === group.ownerDocument.activeElement);
  const stop = focused ?? buttons.find((button) => button.matches(CHOSEN)) ?? buttons[0];
  for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
}

function onKey(group: HTMLElement, event: KeyboardEvent): void {
  const buttons = buttonsOf(group);
  const at = buttons.findIndex((button) => button === event.target);
  // One that was clicked is not walked from: the arrows go on meaning the stages.
  if (!(buttons[at]?.matches(':focus-visible') ?? false) || !isPlain(event)) return;
  const step = STEPS[event.key];
  // As out of a text field: the arrows mean again what they mean on the desk.
  if (event.key === 'Escape') buttons[at]?.blur();
  else if (step !== undefined) buttons[step(at, buttons.length)]?.focus();
  else return;
  event.preventDefault();
}

/** Makes the buttons of a toolbar one stop for Tab: the arrows walk them, Escape leaves them. */
export const vRoving: ObjectDirective<HTMLElement> = {
  mounted(group) {
    group.dataset.roving = '';
    group.addEventListener('keydown', (event) => onKey(group, event));
    group.addEventListener('focusin', () => settle(group));
    group.addEventListener('focusout', () => queueMicrotask(() => settle(group)));
    settle(group);
  },
  updated: settle,
};
