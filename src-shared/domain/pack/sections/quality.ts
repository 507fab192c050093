import { z } from 'zod';
import { duration, expression, id, label, remark, rules } from './basics.ts';

/** What a closed contact is judged by (R-QA-1). */
const criterionSchema = z.strictObject({
  id,
  name: label,
  about: remark.optional(),
  points: z.int().min(1).max(100),
  /** Told by the log, when the contact is closed; a supervisor judges a criterion without it. */
  check: expression.optional(),
  /** It is judged only in contacts in which this is so. */
  when: expression.optional(),
  rules,
});

export const qualitySchema = z.strictObject({
  criteria: z.array(criterionSchema).min(1),
  /** What is counted for each agent, team and day (R-QA-2). */
  measures: z.array(z.strictObject({ id, name: label, goal: label, rules })),
});

/** How long personal data is shown (R-PRV-1). */
export const privacySchema = z.strictObject({
  /** A number that was shown is covered again after this time. */
  coverAfterMs: duration,
  rules,
});
