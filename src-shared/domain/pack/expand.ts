import type { ContactCommand, CoreCommand } from '../contact/command.ts';
import { lineOf, progressOf, type ContactState } from '../contact/state.ts';
import { findLine } from './offer.ts';
import type { Pack } from './schema.ts';

type Command = ContactCommand | CoreCommand;

/**
 * What one wish of the agent means under this pack: taking the line that asks for a wait also starts the hold (R-HOLD-1),
 * entering the silent-line situation also starts its pauses (R-SIT-5), and so on. All are done, or none.
 */
export function expandCommand(pack: Pack, state: ContactState, command: Command): readonly Command[] {
  const line = lineOf(state);
  const situation = progressOf(state)?.situation ?? null;
  switch (command.type) {
    case 'use-line': {
      const startsHold = findLine(pack, command.line)?.effect === 'start-hold' && line?.kind === 'connected';
      return startsHold ? [command, ...startHold(pack, situation, null)] : [command];
    }
    case 'start-hold':
      return startHold(pack, situation, command.reason);
    case 'start-silence':
      return [command, ...enter(pack.silence.situation, situation)];
    case 'end-silence':
      return [command, ...leave(pack.silence.situation, situation)];
    case 'drop-line':
      return [command, ...enter(pack.redial.situation, situation)];
    case 'enter-situation':
      return enterSituation(pack, state, command);
    case 'reach':
      return command.party === 'other'
        ? [command, { type: 'enter-situation', situation: pack.callback.thirdPartySituation }]
        : [command];
    case 'change-party':
      return command.party === 'customer'
        ? [command, ...leave(pack.callback.thirdPartySituation, situation)]
        : [command];
    default:
      return [command];
  }
}

function startHold(pack: Pack, situation: string | null, reason: string | null): readonly Command[] {
  return [{ type: 'start-hold', reason }, ...enter(pack.hold.situation, situation)];
}

function enterSituation(
  pack: Pack,
  state: ContactState,
  command: Extract<Command, { type: 'enter-situation' }>,
): readonly Command[] {
  const line = lineOf(state);
  const progress = progressOf(state);
  if (progress === null || progress.situation === command.situation) return [command];
  if (command.situation === pack.callback.thirdPartySituation && progress.party === 'customer') {
    return [{ type: 'change-party', party: 'other' }, command];
  }
  if (line?.kind !== 'connected') return [command];
  switch (pack.situations.find(({ id }) => id === command.situation)?.line) {
    case 'silent':
      return [{ type: 'start-silence' }, command];
    case 'dropped':
      return [{ type: 'drop-line' }, command];
    default:
      // The wait itself begins with its line, not with looking at it.
      return [command];
  }
}

function enter(wanted: string, current: string | null): readonly Command[] {
  return current === wanted ? [] : [{ type: 'enter-situation', situation: wanted }];
}

function leave(wanted: string, current: string | null): readonly Command[] {
  return current === wanted ? [{ type: 'leave-situation' }] : [];
}
