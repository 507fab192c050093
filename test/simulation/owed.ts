import type { CallbackId, ContactId } from '#shared/base/ids.ts';
import type { Oracle } from './oracle.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export interface Contact {
  readonly id: ContactId;
  readonly channel: 'call' | 'chat';
  readonly openedAt: number;
  readonly lateAtOpening: number;
  readonly callback: CallbackId | null;
  issue: boolean;
  answered: boolean;
  solved: boolean;
  holds: number;
  silences: number;
  drops: number;
}

/** R-SLA-2, R-SLA-4: owed from the beginning of the contact, until the stage of the solution. */
export function oweTargets(oracle: Oracle, real: number, contact: Contact): void {
  const target = (id: string, owed: boolean, dueIn: number): void => {
    const key = `${contact.id}:target-${id}`;
    const runs = oracle.get(key) !== undefined;
    if (!owed) oracle.end((candidate) => candidate === key);
    const age = oracle.now(real) - contact.openedAt;
    const late = oracle.late - contact.lateAtOpening;
    if (owed && !runs) oracle.begin(real, { id: key, kind: 'target', warnIn: dueIn * 0.75, dueIn, age, late });
  };
  target('issue-plan', contact.answered && contact.issue && !contact.solved, HOUR);
  target('chat-plan', contact.answered && contact.channel === 'chat' && !contact.solved, 5 * MINUTE);
}
