import { join } from 'node:path';
import { readSources } from '#core/scripts/pack-sources.ts';
import { applyEvent } from '#shared/domain/contact/apply.ts';
import type { ContactCommand, CoreCommand } from '#shared/domain/contact/command.ts';
import { decide } from '#shared/domain/contact/decide.ts';
import { NO_CONTACT, type ContactState } from '#shared/domain/contact/state.ts';
import { expandCommand } from '#shared/domain/pack/expand.ts';
import type { Matter, SurnameKnown } from '#shared/domain/pack/circumstances.ts';
import { offerLines } from '#shared/domain/pack/offer.ts';
import { contactPolicy } from '#shared/domain/pack/policy.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { readPack } from '#shared/domain/pack/validate.ts';

type Command = ContactCommand | CoreCommand;

const PACKS = join(import.meta.dirname, '../../../resources/packs');

/** The packs that come with the desk: the default one, one of another trade, one in another language. */
export const SHIPPED = ['zh-CN', 'zh-CN-bank-card', 'en'] as const;
type Shipped = (typeof SHIPPED)[number];

const raws = new Map<Shipped, unknown>();
const packs = new Map<Shipped, Pack>();

/** A pack as it stands in its files, fresh each time: a test may spoil its copy. */
export function rawPack(name: Shipped = 'zh-CN'): unknown {
  const known = raws.get(name);
  if (known !== undefined) return structuredClone(known);
  const raw = readSources(join(PACKS, name));
  if (!raw.ok) throw new Error(`${name} cannot be read: ${JSON.stringify(raw.error)}`);
  raws.set(name, raw.value);
  return structuredClone(raw.value);
}

export function shippedPack(name: Shipped): Pack {
  const known = packs.get(name);
  if (known !== undefined) return known;
  const read = readPack(rawPack(name));
  if (!read.ok) throw new Error(`${name} has faults: ${JSON.stringify(read.error)}`);
  packs.set(name, read.value);
  return read.value;
}

export function defaultPack(): Pack {
  return shippedPack('zh-CN');
}

/** A new customer of whom nothing is known, but for what is given. */
export function matter(known: Partial<Matter> = {}): Matter {
  return { surname: 'unknown', standing: 'new', fields: {}, ...known };
}

/** A contact that was really led there: every command is decided under the pack, one second apart. */
export function contactAfter(pack: Pack, commands: readonly Command[]): ContactState {
  const policy = contactPolicy(pack);
  let state: ContactState = NO_CONTACT;
  let now = 1_000_000;
  for (const wish of commands) {
    for (const command of expandCommand(pack, state, wish)) {
      const decision = decide(state, command, { now, policy, missingFields: [] });
      if (!decision.ok) throw new Error(`${command.type}: ${JSON.stringify(decision.error)}`);
      for (const event of decision.value) {
        const next = applyEvent(state, event, now);
        if (!next.ok) throw new Error(JSON.stringify(next.error));
        state = next.value;
      }
    }
    now += 1_000;
  }
  return state;
}

export function inbound(scenario: string | null = null, channel: 'call' | 'chat' = 'call'): readonly Command[] {
  return [{ type: 'open', channel, direction: 'inbound', scenario, callback: null }, { type: 'answer' }];
}

export function outbound(scenario: string | null = null, party: 'customer' | 'other' = 'customer'): readonly Command[] {
  return [
    { type: 'open', channel: 'call', direction: 'outbound', scenario, callback: null },
    { type: 'reach', party },
  ];
}

/** The ids of the lines on offer, in order. */
export function offered(
  pack: Pack,
  commands: readonly Command[],
  surname: SurnameKnown = 'unknown',
): readonly string[] {
  return offerLines(pack, contactAfter(pack, commands), matter({ surname })).map(({ line }) => line.id);
}
