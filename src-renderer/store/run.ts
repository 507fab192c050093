import type { Answer, Method, Request } from '#shared/contract/rpc.ts';
import type { ContactId } from '#shared/base/ids.ts';
import type { Action } from '#shared/contract/actions.ts';
import type { ContactCommand } from '#shared/domain/contact/command.ts';
import { holdKeysFor } from '../keys/waiting.ts';
import { useComplain } from './complain.ts';
import { useDesk } from './desk.ts';

interface Run {
  request<M extends Method>(method: M, payload: Request<M>): Promise<Answer<M>>;
  command(contactId: ContactId, command: ContactCommand): Promise<boolean>;
  press(action: Action): Promise<boolean>;
}

/** After these the same key means something else. */
const TURNING_POINTS: ReadonlySet<Method> = new Set([
  'contact.command',
  'contact.open',
  'contact.focus',
  'contact.goOn',
  'callback.promise',
  'desk.press',
]);

/** Sends a request and, when it fails, says so where the agent sees it. */
export function useRun(): Run {
  const desk = useDesk();
  const complain = useComplain();

  async function request<M extends Method>(method: M, payload: Request<M>): Promise<Answer<M>> {
    const asked = desk.request(method, payload);
    if (TURNING_POINTS.has(method)) holdKeysFor(asked);
    const answer = await asked;
    // Pressing a key once too often is no mistake worth a message.
    if (!answer.ok && answer.error.code !== 'nothing-to-do') complain(answer.error);
    return answer;
  }

  return {
    request,
    command: async (contactId, command) => (await request('contact.command', { contactId, command })).ok,
    press: async (action) => (await request('desk.press', { action })).ok,
  };
}
