import { defineStore } from 'pinia';
import { reactive, ref } from 'vue';
import type { ContactId } from '#shared/base/ids.ts';

type Typed = Readonly<Record<string, string>>;
const NOTHING: Typed = {};
const NONE: ReadonlySet<string> = new Set();

/** What the agent typed into open slots that belong to no field, and which line is selected, for each contact. */
export const useFills = defineStore('fills', () => {
  const typed = reactive(new Map<string, Record<string, string>>());
  const selected = reactive(new Map<ContactId, string>());
  /** How many wordings further than the one it began with a line was turned. */
  const turned = reactive(new Map<string, number>());
  /** Worries that the agent has waved away. */
  const dismissed = reactive(new Map<ContactId, ReadonlySet<string>>());
  /** Slots of the case that were typed into here: they stay inputs, so that nothing jumps away from under the typing. */
  const entered = reactive(new Set<string>());
  /** The line whose first open slot wants the focus. */
  const asking = ref<{ readonly lineId: string; readonly slot: string } | null>(null);
  /** The line that was handed over a moment ago. */
  const taken = ref<string | null>(null);

  const keyOf = (...parts: readonly string[]): string => parts.join('/');

  return {
    asking,
    taken,
    selected,
    of: (contact: ContactId, line: string): Typed => typed.get(keyOf(contact, line)) ?? NOTHING,
    set(contact: ContactId, line: string, slot: string, text: string): void {
      const key = keyOf(contact, line);
      typed.set(key, { ...typed.get(key), [slot]: text });
    },
    dismissedIn: (contact: ContactId): ReadonlySet<string> => dismissed.get(contact) ?? NONE,
    dismiss: (contact: ContactId, worry: string) =>
      dismissed.set(contact, new Set([...(dismissed.get(contact) ?? []), worry])),
    turnedBy: (contact: ContactId, line: string) => turned.get(keyOf(contact, line)) ?? 0,
    turn(contact: ContactId, line: string): void {
      const key = keyOf(contact, line);
      turned.set(key, (turned.get(key) ?? 0) + 1);
    },
    enter: (contact: ContactId, line: string, slot: string) => entered.add(keyOf(contact, line, slot)),
    wasEntered: (contact: ContactId, line: string, slot: string) => entered.has(keyOf(contact, line, slot)),
  };
});
