import { applyEvent } from '#shared/domain/contact/apply.ts';
import type { ContactCommand, CoreCommand } from '#shared/domain/contact/command.ts';
import { decide } from '#shared/domain/contact/decide.ts';
import { NO_CONTACT, progressOf, type ContactState } from '#shared/domain/contact/state.ts';
import type { Matter } from '#shared/domain/pack/circumstances.ts';
import { expandCommand } from '#shared/domain/pack/expand.ts';
import { offerLines, type OfferedLine } from '#shared/domain/pack/offer.ts';
import { contactPolicy } from '#shared/domain/pack/policy.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';

export interface PreviewStart {
  readonly channel: 'call' | 'chat';
  readonly direction: 'inbound' | 'outbound';
  readonly scenario: string | null;
  readonly customer: 'new' | 'known' | 'returning' | 'same-day';
}

type Command = ContactCommand | CoreCommand;

/** Moments of a walk are a second apart; nothing runs between them. */
const SECOND = 1_000;
const BEGIN = 1_767_231_000_000;

/** A contact that is led through a pack by keys, decided by the same rules as at a desk. */
export class PreviewWalk {
  readonly pack: Pack;
  readonly matter: Matter;
  state: ContactState = NO_CONTACT;
  now = BEGIN;

  constructor(pack: Pack, { channel, direction, scenario, customer }: PreviewStart) {
    this.pack = pack;
    this.matter = {
      surname: customer === 'new' ? 'unknown' : 'known',
      standing: customer === 'known' ? 'new' : customer,
      fields: {},
    };
    this.#do({ type: 'open', channel, direction, scenario, callback: null });
    this.#do(direction === 'inbound' ? { type: 'answer' } : { type: 'reach', party: 'customer' });
  }

  lines(): readonly OfferedLine[] {
    return offerLines(this.pack, this.state, this.matter);
  }

  /** `null`: done; else why not, as the machine names it. */
  press(key: string): string | null {
    const command = this.#meant(key);
    return command === null ? 'unknown-key' : this.#do(command);
  }

  #meant(key: string): Command | null {
    const { stages, situations, moods, scenarios, departments } = this.pack;
    const at = <Item>(items: readonly Item[], place: string): Item | undefined => items[Number(place) - 1];
    const rest = key.slice(1);
    if (/^\d+$/u.test(key)) {
      const line = at(this.lines(), key)?.line.id;
      return line === undefined ? null : { type: 'use-line', line, via: 'spoken' };
    }
    const progress = progressOf(this.state);
    switch (key.slice(0, 1)) {
      case 'n':
        return { type: 'next-stage' };
      case 'p': {
        const before = stages[stages.findIndex(({ id }) => id === progress?.stage) - 1];
        return before === undefined ? null : { type: 'enter-stage', stage: before.id };
      }
      case '/': {
        const situation = situations.find((each) => each.key === rest);
        return situation === undefined ? null : { type: 'enter-situation', situation: situation.id };
      }
      case '.':
        return { type: 'leave-situation' };
      case 'm': {
        const mood = at(moods, rest);
        return mood === undefined ? null : { type: 'tag-mood', mood: mood.id };
      }
      case 's': {
        const scenario = at(scenarios, rest);
        return scenario === undefined ? null : { type: 'classify', scenario: scenario.id };
      }
      case 'd': {
        const department = at(departments, rest);
        return department === undefined ? null : { type: 'arrange-transfer', department: department.id };
      }
      case 'b': {
        const preset = this.pack.callback.presets.find((each) => each.key === rest);
        return preset === undefined
          ? null
          : { type: 'promise-callback', callback: `callback-${String(this.now)}`, dueAt: this.now + preset.afterMs };
      }
      case 'h':
        return { type: 'end-hold', by: 'back' };
      case 'u':
        return { type: 'end-silence' };
      case 'r':
        return { type: 'reconnect' };
      default:
        return null;
    }
  }

  #do(wish: Command): string | null {
    const around = { policy: contactPolicy(this.pack), missingFields: [] };
    let state = this.state;
    for (const command of expandCommand(this.pack, state, wish)) {
      const decision = decide(state, command, { ...around, now: this.now });
      if (!decision.ok) return decision.error.code;
      for (const event of decision.value) {
        const next = applyEvent(state, event, this.now);
        if (!next.ok) return next.error.code;
        state = next.value;
      }
    }
    this.state = state;
    this.now += SECOND;
    return null;
  }
}
