import { changedList } from '../base/list-change.ts';
import type { Push } from './rpc.ts';
import type { DeskState } from './views.ts';

/** What a window shows after a push. Whatever the push does not name stays the same object. */
export function followPush<State extends DeskState>(shown: State, { changed, contacts, countdowns }: Push): State {
  return {
    ...shown,
    ...changed,
    ...(contacts === undefined ? {} : { contacts: changedList(shown.contacts, contacts) }),
    ...(countdowns === undefined ? {} : { countdowns: changedList(shown.countdowns, countdowns) }),
  };
}
