import type { PresenceView } from '#shared/contract/views.ts';

/** So many are named; of more, the first two and how many there are. */
const NAMED = 3;

interface OthersTold {
  /** Under `presence.` in the locale files. */
  readonly key: 'others' | 'many';
  readonly names: readonly string[];
  readonly count: number;
}

/** Whom the words name. One person at two desks is named once. */
export function tellOthers({ names, count }: PresenceView): OthersTold {
  const people = [...new Set(names)];
  const persons = count - (names.length - people.length);
  return persons <= NAMED
    ? { key: 'others', names: people, count: persons }
    : { key: 'many', names: people.slice(0, NAMED - 1), count: persons };
}
