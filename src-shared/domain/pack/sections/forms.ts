import { z } from 'zod';
import { expression, id, label, remark, rules, spoken, trigger } from './basics.ts';

export const fieldSchema = z.strictObject({
  id,
  label,
  type: z.enum(['text', 'long-text', 'choice', 'phone', 'date']),
  choices: z.array(label).min(2).optional(),
  required: z.boolean().default(false),
  /** Required only while this is so. */
  requiredWhen: expression.optional(),
  /** The form asks for it from this stage on, never before (R-ANS-9). */
  askFrom: id,
  hint: z.string().max(80).optional(),
  /** It holds what the customer said or wants: read back in a line it is nobody's wording to be stopped (R-WRD-6). */
  customersWords: z.literal(true).exactOptional(),
  rules,
});

/** One thing that a scenario wants done; the panel shows which are still to do. */
const stepSchema = z.strictObject({
  id,
  name: label,
  /** Where it belongs; it may be done earlier or later. */
  stage: id,
  done: expression,
  /** It belongs to the matter only while this is so. */
  when: expression.optional(),
  hint: remark.optional(),
  /** Lines that help with it. */
  lines: z.array(id).max(9).optional(),
  rules,
});

export const scenarioSchema = z.strictObject({
  id,
  name: label,
  short: label,
  fields: z.array(fieldSchema),
  /** In order. */
  steps: z.array(stepSchema).default([]),
  rules,
});

/** A word of the trade, and how to say it to somebody who does not know it (R-SAY-2). */
export const termSchema = z.strictObject({
  term: trigger,
  also: z.array(trigger).max(12).optional(),
  plain: spoken,
  /** What it is like in everyday life. */
  like: spoken.optional(),
  rules,
});

/** A closed question with its choices, which pins down what an open one left wide (R-LST-4). */
export const probeSchema = z.strictObject({
  id,
  name: label,
  /** Asked only while this is so. */
  when: expression.optional(),
  /** Asked only when one of these stands in what was noted; always, without them. */
  words: z.array(trigger).max(60).optional(),
  question: spoken,
  choices: z.array(label).min(2).max(12),
  /** The field in which the choice is noted. */
  field: id,
  rules,
});
