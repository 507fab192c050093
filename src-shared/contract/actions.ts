import { z } from 'zod';

/** Each opens one view of the desk. */
export const VIEW_ACTIONS = [
  'view-desk',
  'view-cases',
  'view-callbacks',
  'view-scripts',
  'view-conflicts',
  'view-settings',
] as const;

/** What a key can set off. */
export const ACTIONS = [
  'panel',
  'ring',
  'stage-1',
  'stage-2',
  'stage-3',
  'stage-4',
  'stage-5',
  'next-stage',
  'situations',
  'hold',
  'callback',
  'note',
  'find',
  'done',
  ...VIEW_ACTIONS,
] as const;

export const actionSchema = z.enum(ACTIONS);
export type Action = z.infer<typeof actionSchema>;

/**
 * `system` is an accelerator in Electron's syntax (`Control+Alt+R`), `app` a key that acts while no text field has the focus.
 * `null` switches a key off.
 */
export const keyBindingSchema = z.strictObject({
  system: z.string().max(60).nullable(),
  app: z.string().max(20).nullable(),
});
export type KeyBinding = z.infer<typeof keyBindingSchema>;
export type Keymap = Readonly<Record<Action, KeyBinding>>;

/** Keys of the app that belong to what is on the screen and cannot be given to an action. */
export const RESERVED_APP_KEYS: readonly string[] = [
  ...['1', '2', '3', '4', '5', '6', '7', '8', '9', 'Enter', 'Escape', 'Tab', ' ', 'Backspace', 'ArrowUp', 'ArrowDown'],
  ...['?', '+', '[', ']', 'c', 'u', 'o', 'm', 'x', 's', 't', 'y', 'j', 'a', 'l', 'q', 'e', 'i'],
];

/** On macOS `Alt` is the Option key. */
export const DEFAULT_KEYMAP: Keymap = {
  panel: { system: 'Control+Alt+Space', app: null },
  ring: { system: 'Control+Alt+R', app: 'r' },
  'stage-1': { system: 'Control+Alt+1', app: null },
  'stage-2': { system: 'Control+Alt+2', app: null },
  'stage-3': { system: 'Control+Alt+3', app: null },
  'stage-4': { system: 'Control+Alt+4', app: null },
  'stage-5': { system: 'Control+Alt+5', app: null },
  'next-stage': { system: 'Control+Alt+Right', app: 'ArrowRight' },
  situations: { system: 'Control+Alt+0', app: '0' },
  hold: { system: 'Control+Alt+H', app: 'h' },
  callback: { system: 'Control+Alt+B', app: 'b' },
  note: { system: 'Control+Alt+N', app: 'n' },
  find: { system: 'Control+Alt+F', app: 'f' },
  done: { system: 'Control+Alt+D', app: 'd' },
  'view-desk': { system: null, app: 'w' },
  'view-cases': { system: null, app: 'g' },
  'view-callbacks': { system: null, app: 'k' },
  'view-scripts': { system: null, app: 'p' },
  'view-conflicts': { system: null, app: 'v' },
  'view-settings': { system: null, app: ',' },
};
