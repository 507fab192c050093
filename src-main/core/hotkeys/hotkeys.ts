import type { ContactId } from '#shared/base/ids.ts';
import type { Result } from '#shared/base/result.ts';
import { VIEW_ACTIONS, type Action } from '#shared/contract/actions.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import { lineOf, type ContactState } from '#shared/domain/contact/state.ts';
import type { ContactLog } from '../contacts/contact-log.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { Lines } from '../contacts/use-line.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';
import type { Focus } from '../desk/focus.ts';

/** Keys that show something instead of changing a contact; a window does these. */
const FOR_WINDOW: ReadonlySet<Action> = new Set([
  ...(['panel', 'situations', 'callback', 'note', 'find', 'done'] as const),
  ...VIEW_ACTIONS,
]);

export function isForWindow(action: Action): boolean {
  return FOR_WINDOW.has(action);
}

/** What one key means at this moment, the same from the desk, the panel and from over another program. */
export class Hotkeys {
  readonly #log: ContactLog;
  readonly #contacts: Contacts;
  readonly #lines: Lines;
  readonly #packs: PackShelf;
  readonly #focus: Focus;

  constructor(parts: { log: ContactLog; contacts: Contacts; lines: Lines; packs: PackShelf; focus: Focus }) {
    this.#log = parts.log;
    this.#contacts = parts.contacts;
    this.#lines = parts.lines;
    this.#packs = parts.packs;
    this.#focus = parts.focus;
  }

  async press(action: Action): Promise<Result<void, Failure>> {
    if (isForWindow(action)) return failure('nothing-to-do');
    if (action === 'ring') return this.#ring();
    const id = this.#focus.current;
    const row = id === null ? null : this.#log.get(id);
    if (id === null || row === null) return failure('no-contact');
    if (action === 'hold') return this.#hold(id, row.state);
    if (action === 'next-stage') return this.#contacts.command(id, { type: 'next-stage' });
    const stage = this.#packs.get(row.packHash).stages[Number(action.slice('stage-'.length)) - 1]?.id;
    return stage === undefined
      ? failure('no-further-stage')
      : this.#contacts.command(id, { type: 'enter-stage', stage });
  }

  /** First press: it rings. Second: answered (R-ANS-1). */
  #ring(): Result<void, Failure> {
    const waiting = this.#log.open().filter(({ state }) => state.phase === 'ringing');
    const next = waiting.find(({ id }) => id === this.#focus.current) ?? waiting[0];
    if (next !== undefined) {
      const focused = this.#focus.set(next.id);
      if (!focused.ok) return focused;
      return this.#contacts.command(next.id, { type: 'answer' });
    }
    const opened = this.#contacts.open({ channel: 'call', direction: 'inbound', phone: '', callbackId: null });
    return opened.ok ? this.#focus.set(opened.value) : opened;
  }

  #hold(id: ContactId, state: ContactState): Result<void, Failure> | Promise<Result<void, Failure>> {
    return lineOf(state)?.kind === 'hold'
      ? this.#contacts.command(id, { type: 'end-hold', by: 'back' })
      : this.#lines.startHold(id);
  }
}
