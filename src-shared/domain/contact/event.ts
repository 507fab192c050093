import { z } from 'zod';

/**
 * What happened in a contact, in the order it happened. Events are facts: appended, never changed. The state of a contact
 * is what `applyEvent` makes of them, and nothing else.
 */
const name = z.string().min(1).max(64);
const millis = z.int().min(0);
const epochMs = z.int();

export const channelSchema = z.enum(['call', 'chat']);
export const directionSchema = z.enum(['inbound', 'outbound']);
/** Who is at the other end: the customer, or somebody else to whom nothing of the matter may be told (R-OUT-3). */
export const partySchema = z.enum(['customer', 'other']);
export const endedBySchema = z.enum(['customer', 'agent', 'line', 'silence']);
const holdEndSchema = z.enum(['back', 'declined', 'line-lost', 'contact-ended']);
export const viaSchema = z.enum(['clipboard', 'insert', 'spoken']);

export type Channel = z.infer<typeof channelSchema>;
export type Direction = z.infer<typeof directionSchema>;
export type Party = z.infer<typeof partySchema>;
export type EndedBy = z.infer<typeof endedBySchema>;

const roleSchema = z.enum(['agent', 'lead', 'supervisor']);
const remedy = {
  remedy: name,
  amount: z.number().positive().max(10_000_000).nullable(),
  reason: z.string().max(200),
};

export const contactEventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('opened'),
    channel: channelSchema,
    direction: directionSchema,
    scenario: name.nullable(),
    /** The callback that this contact tries to keep, if it is one. */
    callback: z.string().max(64).nullable(),
  }),
  /** R-ANS-1. `rings` counts begun ring cycles; 0 for a chat. */
  z.strictObject({ type: z.literal('answered'), rings: z.int().min(0), afterMs: millis, stage: name }),
  z.strictObject({ type: z.literal('abandoned'), afterMs: millis }),
  z.strictObject({ type: z.literal('reached'), party: partySchema, stage: name }),
  /** R-CB-4: an outbound attempt that reached nobody. `outcome` is an id of the pack. */
  z.strictObject({ type: z.literal('attempt-failed'), outcome: name }),
  z.strictObject({ type: z.literal('party-changed'), party: partySchema }),
  z.strictObject({ type: z.literal('classified'), scenario: name }),
  /** R-SLA-5: how grave the matter is; `null` when that was taken back. */
  z.strictObject({ type: z.literal('graded'), severity: name.nullable() }),
  z.strictObject({ type: z.literal('stage-entered'), stage: name }),
  z.strictObject({ type: z.literal('situation-entered'), situation: name }),
  z.strictObject({ type: z.literal('situation-left') }),
  z.strictObject({ type: z.literal('mood-tagged'), mood: name }),
  z.strictObject({
    type: z.literal('line-used'),
    line: name,
    via: viaSchema,
    /** Which of its wordings, where it was not the first. */
    wording: z.int().min(1).max(9).exactOptional(),
    /** The customer was addressed by name or title in it (R-ANS-5). */
    addressed: z.literal(true).exactOptional(),
  }),
  /** R-WRD-1, R-WRD-4, R-WRD-5: words of the agent's own were stopped in this line and said nevertheless. Never the words themselves. */
  z.strictObject({
    type: z.literal('wording-overridden'),
    line: name,
    rules: z.array(name).min(1).max(20).readonly(),
    reason: z.string().min(1).max(200),
  }),
  /** R-HOLD-1. */
  z.strictObject({ type: z.literal('hold-started'), reason: z.string().max(200).nullable() }),
  z.strictObject({ type: z.literal('hold-reason-given'), reason: z.string().min(1).max(200) }),
  /** R-HOLD-2: the limit passed while the customer was waiting. */
  z.strictObject({ type: z.literal('hold-limit-reached') }),
  /** R-HOLD-5. */
  z.strictObject({ type: z.literal('hold-ended'), heldMs: millis, by: holdEndSchema }),
  /** R-SIT-5: the first confirmation was said; the pause runs. */
  z.strictObject({ type: z.literal('silence-started') }),
  z.strictObject({ type: z.literal('silence-prompted'), step: z.int().min(2) }),
  z.strictObject({ type: z.literal('silence-ran-out') }),
  z.strictObject({ type: z.literal('silence-ended') }),
  /** R-SIT-6, R-CB-5. */
  z.strictObject({ type: z.literal('line-dropped') }),
  z.strictObject({ type: z.literal('redialled'), attempt: z.int().min(1) }),
  z.strictObject({ type: z.literal('reconnected') }),
  /** R-SIT-8. */
  z.strictObject({ type: z.literal('transfer-arranged'), department: name }),
  /** R-CB-1. */
  z.strictObject({ type: z.literal('callback-promised'), callback: z.string().max(64), dueAt: epochMs }),
  z.strictObject({ type: z.literal('callback-withdrawn'), callback: z.string().max(64) }),
  /** R-REM-1. `remedy` is an id of the pack; no amount where it is not counted in anything. */
  z.strictObject({ type: z.literal('remedy-granted'), ...remedy }),
  /** It is above what the agent may grant: who may is asked, and the customer hears of it by the callback. */
  z.strictObject({ type: z.literal('remedy-requested'), ...remedy, of: roleSchema, callback: z.string().max(64) }),
  /** R-ESC-1. */
  z.strictObject({
    type: z.literal('escalated'),
    escalation: name,
    to: z.enum(['lead', 'supervisor', 'duty']),
    callback: z.string().max(64),
    dueAt: epochMs,
  }),
  z.strictObject({ type: z.literal('target-met'), target: name }),
  /** R-CLO-2: nobody is on the line any more. */
  z.strictObject({ type: z.literal('ended'), by: endedBySchema }),
  /** `missing` names the required fields left open: a visible debt, not a loss. */
  z.strictObject({ type: z.literal('closed'), missing: z.array(name).readonly() }),
  z.strictObject({ type: z.literal('close-undone') }),
  z.strictObject({ type: z.literal('completed') }),
  /** The wall clock of the machine was set by so much; what runs keeps its real length. */
  z.strictObject({ type: z.literal('clock-shifted'), byMs: z.int() }),
]);

export type ContactEvent = z.infer<typeof contactEventSchema>;
export type ContactEventType = ContactEvent['type'];
