import { z } from 'zod';
import { LONGEST_UNDO_MS } from '../contact/policy.ts';
import { promiseTimePolicySchema } from '../promise-time/policy.ts';
import type { PackFaultCode } from './fault.ts';

/**
 * A script pack: everything of the trade that a company may want otherwise. The code holds none of it. Times are
 * milliseconds unless the name says seconds.
 */
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,47}$/, 'form-id' satisfies PackFaultCode);
const label = z.string().trim().min(1).max(60);
const spoken = z.string().trim().min(1).max(400);
const key = z.string().regex(/^[a-z0-9]$/, 'form-key' satisfies PackFaultCode);
const duration = z.int().positive();
/** Between the beginning and the end of a stretch of time, both excluded. */
const part = z.number().gt(0).lt(1);
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'form-clock' satisfies PackFaultCode);

/** When a line is offered. All conditions given must hold; a list holds if one of its items does. */
const conditionSchema = z.strictObject({
  scenarios: z.array(id).min(1).optional(),
  direction: z.enum(['inbound', 'outbound']).optional(),
  channel: z.enum(['call', 'chat']).optional(),
  /** Lines are for the customer unless they say `other`: nothing of the matter is told to somebody else (R-OUT-3). */
  party: z.enum(['customer', 'other']).optional(),
  surname: z.enum(['known', 'unknown', 'declined']).optional(),
  /** Level of the tagged mood, from 0 (calm) upwards (R-EMO-6). */
  moodFrom: z.int().min(0).optional(),
  moodBelow: z.int().min(0).optional(),
  /** The state of a call's line; a chat has none, so a line with this condition is never offered there. */
  line: z.enum(['connected', 'hold', 'silent', 'dropped']).optional(),
  /** Whether the running hold, else the one that ended last, is within its limit (R-HOLD-3). */
  lastHold: z.enum(['none', 'within-limit', 'over-limit']).optional(),
  silenceStep: z.int().min(1).optional(),
  silenceRanOut: z.boolean().optional(),
  department: z.enum(['chosen', 'open']).optional(),
  /** Whether a callback was promised in this contact. */
  callback: z.enum(['promised', 'none']).optional(),
});

const lineSchema = z.strictObject({
  id,
  /** `{slot}` and `{slot|fallback}` are filled from the contact, the case, the customer, the agent, the company. */
  text: spoken,
  /** A remark for the agent, not to be said. */
  note: z.string().max(120).optional(),
  when: conditionSchema.optional(),
  /** Said once in a contact, then dimmed (R-LST-1). */
  once: z.boolean().optional(),
  /** What saying the line sets off. */
  effect: z.enum(['start-hold']).optional(),
  seconds: z.int().min(1).max(120).optional(),
});

const fieldSchema = z.strictObject({
  id,
  label,
  type: z.enum(['text', 'long-text', 'choice', 'phone', 'date']),
  choices: z.array(label).min(2).optional(),
  required: z.boolean().default(false),
  /** The form asks for it from this stage on, never before (R-ANS-9). */
  askFrom: id,
  hint: z.string().max(80).optional(),
});

const targetSchema = z.strictObject({
  id,
  name: label,
  scenario: id.optional(),
  channel: z.enum(['call', 'chat']).optional(),
  withinMs: duration.optional(),
  sameDayAt: clockTime.optional(),
  metByStage: id,
});

const situationSchema = z.strictObject({
  id,
  key,
  name: label,
  /** What it is about, one clause for the menu. */
  hint: z.string().max(60).optional(),
  /** A situation can set the mood (R-EMO-2) or put the line into a state of its own. */
  mood: id.optional(),
  line: z.enum(['hold', 'silent', 'dropped']).optional(),
  /** The way through asks for one of the departments (R-SIT-8). */
  asksDepartment: z.boolean().optional(),
  lines: z.array(lineSchema).min(1),
});

export const packSchema = z.strictObject({
  format: z.literal(1),
  id,
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  locale: z.string().min(2).max(20),
  name: label,
  stages: z
    .tuple([z.strictObject({ id, name: label, short: label, goal: z.string().max(120) })])
    .rest(z.strictObject({ id, name: label, short: label, goal: z.string().max(120) })),
  scenarios: z.array(z.strictObject({ id, name: label, short: label, fields: z.array(fieldSchema) })).min(1),
  /** Fields of every case, whatever its scenario (R-STG-7 among them). */
  commonFields: z.array(fieldSchema),
  moods: z.array(z.strictObject({ id, name: label, level: z.int().min(0) })).min(2),
  /** From this level on soothing comes before anything else (R-EMO-6). */
  soothing: z.strictObject({ fromLevel: z.int().min(0), lines: z.array(lineSchema).min(1) }),
  address: z.strictObject({
    titles: z.array(z.strictObject({ id, name: label })).min(1),
    /** How surname and title make an address; the title alone when the surname is not known (R-ANS-4). */
    withSurname: z.string().max(40),
    titleOnly: z.string().max(40),
    unknown: z.string().max(40),
  }),
  ring: z.strictObject({ cycleMs: duration, best: z.int().positive(), limit: z.int().positive() }),
  chatAcknowledgeMs: duration,
  hold: z.strictObject({
    warnAfterMs: duration,
    limitMs: duration,
    /** Said before the wait; the hold starts with it (R-HOLD-1). */
    consentLine: id,
    /** The situation whose lines bring the customer back (R-HOLD-3, R-HOLD-4). */
    situation: id,
    reasons: z.array(label).max(9),
  }),
  silence: z.strictObject({ prompts: z.int().min(1).max(9), pauseMs: duration, situation: id }),
  redial: z.strictObject({ withinMs: duration, situation: id }),
  callback: z.strictObject({
    presets: z
      .array(z.strictObject({ key, name: label, afterMs: duration }))
      .min(1)
      .max(9),
    warnBeforeMs: duration,
    /** A promise so short that this would come sooner is warned of after this part of its time instead. */
    shortWarnAfter: part,
    /** Minutes until the next attempt that is proposed after one that reached nobody. */
    retryAfterMs: duration,
    situation: id,
    thirdPartySituation: id,
    /** R-CB-4. */
    outcomes: z
      .array(z.strictObject({ id, name: label, kind: z.enum(['reached', 'failed', 'third-party', 'reschedule']) }))
      .min(2),
  }),
  /** How a time in words is read (R-CB-6). */
  promiseTime: promiseTimePolicySchema,
  targets: z.array(targetSchema),
  /** A target warns after this part of its time: what is left must be enough to do something. */
  targetWarnAfter: part,
  /** A promise or a target that has passed is due for so long; then it is late. */
  lateAfterMs: z.int().min(0),
  /** For how long a close can be taken back. */
  undoCloseMs: z.int().min(0).max(LONGEST_UNDO_MS),
  departments: z.array(z.strictObject({ id, name: label, number: z.string().max(30).optional() })),
  /** Lines of each stage, in the order in which they are offered. */
  lines: z.record(id, z.array(lineSchema)),
  situations: z.array(situationSchema).min(1),
});

export type Pack = z.infer<typeof packSchema>;
export type PackLine = z.infer<typeof lineSchema>;
export type PackField = z.infer<typeof fieldSchema>;
export type PackSituation = z.infer<typeof situationSchema>;
export type LineCondition = z.infer<typeof conditionSchema>;
