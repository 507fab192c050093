import type { CallbackId } from '#shared/base/ids.ts';
import type { ContactCommand } from '#shared/domain/contact/command.ts';
import { commandOf } from './deeds.ts';
import type { Machine } from './machine.ts';
import { oweTargets, type Contact } from './owed.ts';
import type { Oracle } from './oracle.ts';
import type { Deed } from './steps.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const WARN_BEFORE = 15 * MINUTE;
const RETRY_AFTER = 30 * MINUTE;

/** Does the work, and tells the oracle by the rules of the trade what begins and ends with it. */
export class Agent {
  readonly #contacts: Contact[] = [];
  readonly #callbacks: CallbackId[] = [];
  readonly #oracle: Oracle;
  readonly #pauseMs: number;

  constructor(oracle: Oracle, pauseMs: number) {
    this.#oracle = oracle;
    this.#pauseMs = pauseMs;
  }

  get contacts(): readonly Contact[] {
    return this.#contacts;
  }

  /** Whether the deed reached the workstation at all; what it means is told to `after`, once what was due has been seen. */
  do(machine: Machine, deed: Deed): { readonly tried: boolean; readonly after: () => void } {
    const nothing = { tried: false, after: () => undefined };
    switch (deed.type) {
      case 'ring':
      case 'chat':
      case 'outbound':
        return this.#open(machine, deed.type === 'chat' ? 'chat' : 'call', deed.type !== 'outbound', null);
      case 'attempt':
      case 'withdraw': {
        const callback = this.#callbacks[deed.of % Math.max(1, this.#callbacks.length)];
        if (callback === undefined) return nothing;
        if (deed.type === 'attempt') return this.#open(machine, 'call', false, callback);
        const done = machine.workstation.parts.promises.withdraw(callback);
        return { tried: true, after: () => done.ok && this.#oracle.end((id) => id === `${callback}:callback`) };
      }
      default: {
        const contact = this.#contacts.at(-1 - (deed.of % Math.max(1, this.#contacts.length)));
        return contact === undefined ? nothing : this.#work(machine, contact, deed);
      }
    }
  }

  /** A pause of a silent line ran out: the next confirmation is said, and its pause begins (R-SIT-5). */
  follow({ id, phase, real }: { id: string; phase: string; real: number }): void {
    const [contact, silence, step] = /^(.*):silence-(\d+)-(\d+)$/.exec(id)?.slice(1) ?? [];
    if (phase !== 'due' || contact === undefined) return;
    this.#oracle.end((candidate) => candidate === id);
    if (Number(step) < 3) this.#pause(real, contact, Number(silence), Number(step) + 1);
  }

  #open(machine: Machine, channel: 'call' | 'chat', inbound: boolean, callbackId: CallbackId | null) {
    const { contacts } = machine.workstation.parts;
    const direction = inbound ? 'inbound' : 'outbound';
    const opened = contacts.open({ channel, direction, phone: '13800001234', callbackId });
    return {
      tried: true,
      after: () => {
        if (!opened.ok) return;
        const real = machine.clock.real();
        const openedAt = this.#oracle.now(real);
        const state = machine.workstation.parts.log.get(opened.value)?.state;
        const issue = state !== undefined && state.phase !== 'none' && state.head.scenario === 'issue';
        const none = { answered: false, solved: false, holds: 0, silences: 0, drops: 0 };
        const lateAtOpening = this.#oracle.late;
        this.#contacts.push({
          id: opened.value,
          channel,
          openedAt,
          lateAtOpening,
          callback: callbackId,
          issue,
          ...none,
        });
        const at = (kind: string, warnIn: number | null, dueIn: number): void =>
          this.#oracle.begin(real, { id: `${opened.value}:${kind}`, kind, warnIn, dueIn });
        if (inbound && channel === 'call') at('ring', 10 * SECOND, 15 * SECOND);
        if (inbound && channel === 'chat') at('acknowledge', null, 20 * SECOND);
      },
    };
  }

  #work(machine: Machine, contact: Contact, deed: Extract<Deed, { of: number }>) {
    const { contacts, promises } = machine.workstation.parts;
    if (deed.type === 'promise') {
      const promised = promises.promise(contact.id, machine.clock.wall() + deed.inMs, '查询');
      return { tried: true, after: () => promised.ok && this.#promised(machine, promised.value.callbackId, deed.inMs) };
    }
    const command = commandOf(deed);
    if (command === null) return { tried: false, after: () => undefined };
    const done = contacts.command(contact.id, command);
    return { tried: true, after: () => done.ok && this.#meant(machine, contact, command) };
  }

  #promised(machine: Machine, callback: CallbackId, inMs: number): void {
    if (!this.#callbacks.includes(callback)) this.#callbacks.push(callback);
    const warnIn = Math.max(inMs - WARN_BEFORE, Math.round(inMs / 2));
    const id = `${callback}:callback`;
    this.#oracle.begin(machine.clock.real(), { id, kind: 'callback', warnIn, dueIn: inMs });
  }

  #meant(machine: Machine, contact: Contact, command: ContactCommand): void {
    const real = machine.clock.real();
    const endLine = (...kinds: readonly string[]): void =>
      this.#oracle.end((id) => kinds.some((kind) => id.startsWith(`${contact.id}:${kind}`)));
    switch (command.type) {
      case 'answer':
      case 'reach':
        contact.answered = true;
        endLine('ring', 'acknowledge');
        if (command.type === 'reach' && contact.callback !== null) {
          this.#oracle.end((id) => id === `${contact.callback ?? ''}:callback`);
        }
        oweTargets(this.#oracle, real, contact);
        return;
      case 'abandon':
        endLine('ring', 'acknowledge');
        return;
      case 'fail-attempt':
        this.#retry(machine, contact);
        return;
      case 'classify':
        contact.issue = command.scenario === 'issue';
        oweTargets(this.#oracle, real, contact);
        return;
      case 'enter-stage':
        contact.solved ||= command.stage === 'solve';
        oweTargets(this.#oracle, real, contact);
        return;
      case 'start-hold': {
        contact.holds += 1;
        const id = `${contact.id}:hold-${contact.holds}`;
        this.#oracle.begin(real, { id, kind: 'hold', warnIn: 45 * SECOND, dueIn: 60 * SECOND });
        return;
      }
      case 'start-silence':
        contact.silences += 1;
        this.#pause(real, contact.id, contact.silences, 1);
        return;
      case 'drop-line': {
        contact.drops += 1;
        endLine('hold', 'silence');
        const id = `${contact.id}:redial-${contact.drops}`;
        this.#oracle.begin(real, { id, kind: 'redial', warnIn: null, dueIn: 30 * SECOND });
        return;
      }
      case 'end-hold':
      case 'end-silence':
      case 'reconnect':
      case 'end':
        endLine('hold', 'silence', 'redial');
        return;
      default:
        return;
    }
  }

  #pause(real: number, contact: string, silence: number, step: number): void {
    const id = `${contact}:silence-${silence}-${step}`;
    this.#oracle.begin(real, { id, kind: 'silence', warnIn: null, dueIn: this.#pauseMs });
  }

  /** R-CB-4: the next attempt is planned. What was promised to the customer stays as long as it is ahead. */
  #retry(machine: Machine, contact: Contact): void {
    const current = this.#oracle.get(`${contact.callback ?? ''}:callback`);
    if (contact.callback !== null && current !== undefined) {
      if (current.phase === 'due') this.#promised(machine, contact.callback, RETRY_AFTER);
      return;
    }
    const known = machine.workstation.parts.callbacks.list('all', null, 200).items.map(({ id }) => id);
    for (const id of known.filter((candidate) => !this.#callbacks.includes(candidate))) {
      this.#promised(machine, id, RETRY_AFTER);
    }
  }
}
