import { z } from 'zod';
import {
  ACTIONS,
  DEFAULT_KEYMAP,
  keyBindingSchema,
  RESERVED_APP_KEYS,
  type Action,
  type KeyBinding,
  type Keymap,
} from '#shared/contract/actions.ts';

/** The keys as they act: what the agent has chosen; for an action that is not chosen for, its default, unless that is taken. */
export function keymapOf(stored: unknown): Keymap {
  const chosen = readChosen(stored);
  const taken = Object.values(chosen);
  const free = (kind: keyof KeyBinding, key: string | null): string | null =>
    taken.some((binding) => binding[kind] === key) ? null : key;
  const given = Object.fromEntries(
    ACTIONS.map((action) => {
      const { system, app } = DEFAULT_KEYMAP[action];
      return [action, { system: free('system', system), app: free('app', app), ...chosen[action] }];
    }),
  );
  return { ...DEFAULT_KEYMAP, ...given };
}

/** The bindings that this version knows and can read. */
function readChosen(stored: unknown): Partial<Record<Action, Partial<KeyBinding>>> {
  const bindings = z.record(z.string(), z.unknown()).safeParse(stored);
  if (!bindings.success) return {};
  return Object.fromEntries(
    ACTIONS.flatMap((action) => {
      const read = keyBindingSchema.safeParse(bindings.data[action]);
      if (!read.success) return [];
      const { system, app } = read.data;
      // This version may have given the key to something on the screen, where it would do two things at once.
      return [[action, app !== null && RESERVED_APP_KEYS.includes(app) ? { system } : { system, app }]];
    }),
  );
}
