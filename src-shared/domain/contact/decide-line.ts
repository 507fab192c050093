import { assertNever } from '../../base/assert-never.ts';
import { fail, ok } from '../../base/result.ts';
import type { ContactCommand } from './command.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { Line } from './state.ts';

export const LINE_COMMANDS = [
  'start-hold',
  'give-hold-reason',
  'end-hold',
  'start-silence',
  'end-silence',
  'drop-line',
  'redial',
  'reconnect',
] as const;

export type LineCommand = Extract<ContactCommand, { type: (typeof LINE_COMMANDS)[number] }>;

/** Holds (R-HOLD-1 … 5), the silent line (R-SIT-5) and the dropped line (R-SIT-6). */
export function decideOnLine(line: Line, command: LineCommand, { now }: Circumstances): Decision {
  const wrongLine: Decision = fail({ code: 'wrong-line', line: line.kind });
  switch (command.type) {
    case 'start-hold':
      return line.kind === 'connected' ? ok([{ type: 'hold-started', reason: command.reason || null }]) : wrongLine;
    case 'give-hold-reason':
      return line.kind === 'hold' ? ok([{ type: 'hold-reason-given', reason: command.reason }]) : wrongLine;
    case 'end-hold':
      if (line.kind !== 'hold') return wrongLine;
      return ok([{ type: 'hold-ended', heldMs: Math.max(0, now - line.since), by: command.by }]);
    case 'start-silence':
      return line.kind === 'connected' ? ok([{ type: 'silence-started' }]) : wrongLine;
    case 'end-silence':
      return line.kind === 'silent' ? ok([{ type: 'silence-ended' }]) : wrongLine;
    case 'drop-line':
      switch (line.kind) {
        case 'connected':
          return ok([{ type: 'line-dropped' }]);
        case 'hold':
          return ok([
            { type: 'hold-ended', heldMs: Math.max(0, now - line.since), by: 'line-lost' },
            { type: 'line-dropped' },
          ]);
        case 'silent':
          return ok([{ type: 'silence-ended' }, { type: 'line-dropped' }]);
        case 'dropped':
          return wrongLine;
        default:
          return assertNever(line);
      }
    case 'redial':
      return line.kind === 'dropped' ? ok([{ type: 'redialled', attempt: line.redials + 1 }]) : wrongLine;
    case 'reconnect':
      return line.kind === 'dropped' ? ok([{ type: 'reconnected' }]) : wrongLine;
    default:
      return assertNever(command);
  }
}
