import type { CoreCommand } from './command.ts';
import { notInPack, one, type Decision } from './decision.ts';
import type { ContactPolicy } from './policy.ts';

export type RemedyCommand = Extract<CoreCommand, { type: 'grant-remedy' | 'request-remedy' | 'escalate' }>;

/** What was given or asked for the customer who was wronged (R-REM-1), and whom the matter went up to (R-ESC-1). */
export function decideRemedy(command: RemedyCommand, policy: ContactPolicy): Decision {
  if (command.type === 'escalate') {
    if (!policy.escalations.includes(command.escalation)) return notInPack('escalation', command.escalation);
    return one({ ...command, type: 'escalated' });
  }
  if (!policy.remedies.includes(command.remedy)) return notInPack('remedy', command.remedy);
  return command.type === 'grant-remedy'
    ? one({ ...command, type: 'remedy-granted' })
    : one({ ...command, type: 'remedy-requested' });
}
