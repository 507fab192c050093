import { z } from 'zod';
import { endedBySchema, partySchema, type ContactEvent } from './event.ts';

const name = z.string().min(1).max(64);

/** What an agent can ask of a contact. Each is answered with events or with a refusal, never silently dropped. */
export const contactCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('answer') }),
  /** The caller gave up before anybody answered. */
  z.strictObject({ type: z.literal('abandon') }),
  z.strictObject({ type: z.literal('reach'), party: partySchema }),
  z.strictObject({ type: z.literal('fail-attempt'), outcome: name }),
  z.strictObject({ type: z.literal('change-party'), party: partySchema }),
  z.strictObject({ type: z.literal('classify'), scenario: name }),
  z.strictObject({ type: z.literal('enter-stage'), stage: name }),
  z.strictObject({ type: z.literal('next-stage') }),
  z.strictObject({ type: z.literal('enter-situation'), situation: name }),
  z.strictObject({ type: z.literal('leave-situation') }),
  z.strictObject({ type: z.literal('tag-mood'), mood: name }),
  z.strictObject({ type: z.literal('start-hold'), reason: z.string().trim().max(200).nullable() }),
  z.strictObject({ type: z.literal('give-hold-reason'), reason: z.string().trim().min(1).max(200) }),
  z.strictObject({ type: z.literal('end-hold'), by: z.enum(['back', 'declined']) }),
  z.strictObject({ type: z.literal('start-silence') }),
  z.strictObject({ type: z.literal('end-silence') }),
  z.strictObject({ type: z.literal('drop-line') }),
  z.strictObject({ type: z.literal('redial') }),
  z.strictObject({ type: z.literal('reconnect') }),
  z.strictObject({ type: z.literal('arrange-transfer'), department: name }),
  z.strictObject({ type: z.literal('meet-target'), target: name }),
  z.strictObject({ type: z.literal('end'), by: endedBySchema }),
  z.strictObject({ type: z.literal('close'), leaveToBeCompleted: z.boolean() }),
  z.strictObject({ type: z.literal('undo-close') }),
]);

export type ContactCommand = z.infer<typeof contactCommandSchema>;

export type LineUse = Omit<Extract<ContactEvent, { type: 'line-used' }>, 'type'>;

interface Remedy {
  readonly remedy: string;
  readonly amount: number | null;
  readonly reason: string;
}

type GrantRole = 'agent' | 'lead' | 'supervisor';

/** What only the core tells the machine: facts that come from outside the agent's hands. */
export type CoreCommand =
  | {
      readonly type: 'open';
      readonly channel: 'call' | 'chat';
      readonly direction: 'inbound' | 'outbound';
      readonly scenario: string | null;
      readonly callback: string | null;
    }
  /** A line of the pack was handed over, filled and checked. */
  | ({ readonly type: 'use-line' } & LineUse)
  | { readonly type: 'promise-callback'; readonly callback: string; readonly dueAt: number }
  | { readonly type: 'withdraw-callback'; readonly callback: string }
  | ({ readonly type: 'grant-remedy' } & Remedy)
  | ({ readonly type: 'request-remedy'; readonly of: GrantRole; readonly callback: string } & Remedy)
  | {
      readonly type: 'escalate';
      readonly escalation: string;
      readonly to: 'lead' | 'supervisor' | 'duty';
      readonly callback: string;
      readonly dueAt: number;
    }
  | {
      readonly type: 'override-wording';
      readonly line: string;
      readonly rules: readonly string[];
      readonly reason: string;
    }
  /** The countdown of this key ran out. */
  | { readonly type: 'time-is-up'; readonly key: string }
  /** The form says how grave the matter is. */
  | { readonly type: 'grade'; readonly severity: string | null }
  /** The last missing field of a closed contact was filled in. */
  | { readonly type: 'complete' }
  | { readonly type: 'shift-clock'; readonly byMs: number };

/** Why a command was not done. The state is unchanged; the interface explains the code and what to do instead. */
export type ContactRefusal =
  | { readonly code: 'wrong-phase'; readonly phase: string }
  | { readonly code: 'not-a-call' }
  | { readonly code: 'wrong-line'; readonly line: string }
  | { readonly code: 'not-in-pack'; readonly kind: string; readonly id: string }
  | { readonly code: 'no-further-stage' }
  | { readonly code: 'nothing-to-do' }
  | { readonly code: 'fields-missing'; readonly fields: readonly string[] }
  | { readonly code: 'undo-too-late' };
