import type { ContactCommand } from '#shared/domain/contact/command.ts';
import type { Deed } from './steps.ts';

/** What a deed in a contact is to the workstation. */
export function commandOf(deed: Extract<Deed, { of: number }>): ContactCommand | null {
  switch (deed.type) {
    case 'answer':
    case 'abandon':
    case 'redial':
    case 'reconnect':
      return { type: deed.type };
    case 'reach':
      return { type: 'reach', party: 'customer' };
    case 'fail':
      return { type: 'fail-attempt', outcome: 'no-answer' };
    case 'classify':
      return { type: 'classify', scenario: deed.scenario };
    case 'stage':
      return { type: 'enter-stage', stage: deed.stage };
    case 'hold':
      return { type: 'start-hold', reason: null };
    case 'reason':
      return { type: 'give-hold-reason', reason: '查订单记录' };
    case 'back':
      return { type: 'end-hold', by: 'back' };
    case 'silent':
      return { type: 'start-silence' };
    case 'heard':
      return { type: 'end-silence' };
    case 'drop':
      return { type: 'drop-line' };
    case 'end':
      return { type: 'end', by: 'customer' };
    case 'close':
      return { type: 'close', leaveToBeCompleted: true };
    case 'undo':
      return { type: 'undo-close' };
    default:
      return null;
  }
}
