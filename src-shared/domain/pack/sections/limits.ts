import { z } from 'zod';
import { clockTime, closingTime, duration, expression, id, key, label, rules } from './basics.ts';

export const ringSchema = z.strictObject({
  cycleMs: duration,
  best: z.int().positive(),
  limit: z.int().positive(),
  rules,
});

export const holdSchema = z.strictObject({
  warnAfterMs: duration,
  limitMs: duration,
  /** Said before the wait; the hold starts with it (R-HOLD-1). */
  consentLine: id,
  /** The situation whose lines bring the customer back (R-HOLD-3, R-HOLD-4). */
  situation: id,
  reasons: z.array(label).max(9),
  rules,
});

export const silenceSchema = z.strictObject({
  prompts: z.int().min(1).max(9),
  pauseMs: duration,
  situation: id,
  rules,
});

export const redialSchema = z.strictObject({ withinMs: duration, situation: id, rules });

export const callbackSchema = z.strictObject({
  presets: z
    .array(z.strictObject({ key, name: label, afterMs: duration }))
    .min(1)
    .max(9),
  warnBeforeMs: duration,
  /** A promise so short that this would come sooner is warned of after this part of its time instead. */
  shortWarnAfter: z.number().gt(0).lt(1),
  /** Until the next attempt that is proposed after one that reached nobody. */
  retryAfterMs: duration,
  situation: id,
  thirdPartySituation: id,
  /** R-CB-4. */
  outcomes: z
    .array(z.strictObject({ id, name: label, kind: z.enum(['reached', 'failed', 'third-party', 'reschedule']) }))
    .min(2),
  rules,
});

/** Within which time an answer of some kind is owed (R-SLA-1 … R-SLA-5). */
export const targetSchema = z.strictObject({
  id,
  name: label,
  scenario: id.optional(),
  channel: z.enum(['call', 'chat']).optional(),
  /** Only for a complaint of this severity: an id of `remedies.severities`. */
  severity: id.optional(),
  withinMs: duration.optional(),
  sameDayAt: clockTime.optional(),
  /** `business`: `withinMs` runs in `businessHours` only. */
  counts: z.enum(['always', 'business']).optional(),
  metByStage: id,
  rules,
});

/** When the branch is open on its working days (`promiseTime.workingCalendar`). */
export const businessHoursSchema = z.strictObject({
  weekdays: z.array(z.int().min(1).max(7)).min(1),
  from: clockTime,
  to: closingTime,
});

export const departmentSchema = z.strictObject({
  id,
  name: label,
  number: z.string().max(30).optional(),
  /** When somebody is there, in words. */
  hours: label.optional(),
});

/** Whom a matter goes up to (R-ESC-1). */
export const escalationSchema = z.strictObject({
  id,
  key,
  name: label,
  to: z.enum(['lead', 'supervisor', 'duty']),
  /** Until the new owner has to speak to the customer. */
  withinMs: duration,
  /** It is proposed while this is so. */
  when: expression.optional(),
  /** What the customer is told. */
  line: id,
  rules,
});
