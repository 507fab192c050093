import { followPush } from '#shared/contract/follow.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Method, Request } from '#shared/contract/rpc.ts';
import type { ContactView, DeskState } from '#shared/contract/views.ts';
import type { Result } from '#shared/base/result.ts';
import type { Random } from '#kit/random.ts';
import type { WireClient } from '#kit/wire-client.ts';
import type { Ledger } from './ledger.ts';

const SAID = Array.from('客户说耳机左边没有声音，换过线还是一样，周三之前要用。Order 4711 😀');
const FIELDS = ['facts', 'feelings', 'demand', 'care', 'customer.surname', 'customer.phone'];

/** Whatever a desk can be asked through. */
interface Window {
  readonly client: Pick<WireClient, 'request' | 'ask' | 'pushes'>;
}

/** A hurried agent: types into several fields at once and never waits for one answer before the next key. */
export class Agent {
  readonly #window: Window;
  readonly #random: Random;
  readonly #ledger: Ledger;
  #shown: DeskState;

  private constructor(window: Window, shown: DeskState, random: Random, ledger: Ledger) {
    this.#window = window;
    this.#shown = shown;
    this.#random = random;
    this.#ledger = ledger;
  }

  static async sitDown(window: Window, random: Random, ledger: Ledger): Promise<Agent> {
    const opened = await window.client.request('desk.open', { window: 'desk' });
    if (!opened.ok) throw new Error(`the desk does not open: ${opened.error.code}`);
    return new Agent(window, opened.value, random, ledger);
  }

  /** As it was last told. */
  get shown(): DeskState {
    for (const push of this.#window.client.pushes.splice(0)) this.#shown = followPush(this.#shown, push);
    return this.#shown;
  }

  /** Does a few things at once; resolves when all are answered. Never resolves when the desk dies meanwhile. */
  async work(): Promise<void> {
    const call = this.shown.contacts.find(({ state }) => isBusyCall(state));
    const chats = this.shown.contacts.filter(({ state }) => state.phase === 'active' && state.head.channel === 'chat');
    const wrapped = this.shown.contacts.filter(({ state }) => state.phase === 'wrap-up');
    await Promise.all([
      call === undefined ? this.#open('call') : this.#call(call),
      ...chats.map((chat) => this.#chat(chat)),
      ...(chats.length < 3 && this.#random.next() < 0.2 ? [this.#open('chat')] : []),
      ...wrapped.map((contact) => this.#wrapUp(contact)),
      ...this.shown.contacts
        .filter(({ state }) => state.phase === 'ringing' && state.head.channel === 'chat')
        .map(({ id }) => this.#command(id, { type: 'answer' })),
    ]);
  }

  #open(channel: 'call' | 'chat'): Promise<unknown> {
    const phone = `138${String(this.#random.between(10_000_000, 99_999_999))}`;
    return this.#ask('contact.open', { channel, direction: 'inbound', phone, callbackId: null });
  }

  #call(contact: ContactView): Promise<unknown> {
    const { id, state } = contact;
    if (state.phase !== 'active') return this.#command(id, { type: 'answer' });
    const pack = this.#shown.packs[contact.packHash]!;
    const held = state.conversation.channel === 'call' ? state.conversation.line.kind : 'connected';
    if (held === 'hold' && this.#random.next() < 0.3) return this.#command(id, { type: 'end-hold', by: 'back' });
    if (held === 'dropped') {
      return this.#command(id, { type: this.#random.next() < 0.5 ? 'redial' : 'reconnect' });
    }
    if (held === 'silent') return this.#command(id, { type: 'end-silence' });
    const dice = this.#random.next();
    if (dice < 0.5) return this.#type(contact);
    if (dice < 0.62) return this.#command(id, { type: 'start-hold', reason: this.#random.pick([null, '查库存']) });
    if (dice < 0.72) return this.#command(id, { type: 'enter-stage', stage: this.#random.pick(pack.stages).id });
    if (dice < 0.78)
      return this.#command(id, { type: 'enter-situation', situation: this.#random.pick(pack.situations).id });
    if (dice < 0.86) {
      const lineId = this.#random.pick(Object.values(pack.lines).flat()).id;
      return this.#ask('line.use', { contactId: id, lineId, via: 'spoken', fills: {} });
    }
    if (dice < 0.91) return this.#ask('callback.promise', { contactId: id, due: { preset: '2' }, reason: '等仓库' });
    if (dice < 0.94) return this.#command(id, { type: 'classify', scenario: this.#random.pick(pack.scenarios).id });
    if (dice < 0.96) return this.#command(id, { type: 'drop-line' });
    if (dice < 0.98) return this.#ask('case.settle', { caseId: contact.case!.id });
    return this.#command(id, { type: 'end', by: 'customer' });
  }

  #chat(contact: ContactView): Promise<unknown> {
    if (this.#random.next() < 0.05) return this.#command(contact.id, { type: 'end', by: 'agent' });
    return this.#type(contact);
  }

  #wrapUp({ id }: ContactView): Promise<unknown> {
    return this.#random.next() < 0.5
      ? this.#command(id, { type: 'close', leaveToBeCompleted: true })
      : this.#command(id, { type: 'tag-mood', mood: this.#random.pick(Object.values(this.#shown.packs)[0]!.moods).id });
  }

  /** A few letters, each sent on its own as the key goes down. */
  async #type({ case: matter }: ContactView): Promise<void> {
    if (matter === null) return;
    const field = this.#random.pick(FIELDS);
    const name = field.split('.')[1];
    const before = name === undefined ? (matter.fields[field] ?? '') : matter.customer[name as 'surname' | 'phone'];
    const start = before.length < 200 ? before : '';
    const letters = SAID.slice(0, this.#random.between(1, 6));
    const values = letters.map((_, index) => start + letters.slice(0, index + 1).join(''));
    await Promise.all(values.map((value) => this.#ask('case.edit', { caseId: matter.id, field, value })));
  }

  #command(contactId: ContactView['id'], command: Request<'contact.command'>['command']): Promise<unknown> {
    return this.#ask('contact.command', { contactId, command });
  }

  async #ask<M extends Method>(method: M, payload: Request<M>): Promise<void> {
    const entry = this.#ledger.write(method, payload);
    entry.answered((await this.#window.client.ask(method, payload)) as Result<unknown, Failure>);
  }
}

function isBusyCall(state: ContactView['state']): boolean {
  return (
    state.phase !== 'none' && state.head.channel === 'call' && state.phase !== 'wrap-up' && state.phase !== 'closed'
  );
}
