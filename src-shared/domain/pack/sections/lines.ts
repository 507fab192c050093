import { z } from 'zod';
import { expression, id, label, remark, rules, spoken } from './basics.ts';

/** One thing to say. */
export const lineSchema = z.strictObject({
  id,
  /** `{slot}` and `{slot|fallback}` are filled from the contact, the case, the customer, the agent, the company. */
  text: spoken,
  /** Other wordings of the same thing: who says it fifty times a day must not sound like a recording. */
  variants: z.array(spoken).max(9).optional(),
  /** A remark for the agent, not to be said: how to say it, what to do with it. */
  note: remark.optional(),
  /** What not to say or do here. */
  avoid: remark.optional(),
  /** Whom it is for: nothing of the matter is told to somebody else (R-OUT-3). */
  for: z.enum(['customer', 'other']).optional(),
  /** When it is offered; always, without it. */
  when: expression.optional(),
  /** Said once in a contact, then dimmed (R-LST-1). */
  once: z.boolean().optional(),
  /** What saying it sets off. */
  effect: z.enum(['start-hold']).optional(),
  /** How long it takes to say. */
  seconds: z.int().min(1).max(120).optional(),
  /** Words by which it is found besides its own. */
  tags: z.array(label).max(9).optional(),
  rules,
});

const lines = z.array(lineSchema).min(1);

export const situationSchema = z.strictObject({
  id,
  key: z.string().regex(/^[a-z0-9]$/, 'form-key'),
  name: label,
  /** What it is about, one clause for the menu. */
  hint: z.string().max(60).optional(),
  /** A situation can set the mood (R-EMO-2) or put the line into a state of its own. */
  mood: id.optional(),
  line: z.enum(['hold', 'silent', 'dropped']).optional(),
  /** The way through asks for one of the departments (R-SIT-8). */
  asksDepartment: z.boolean().optional(),
  /** The way through, in order. */
  lines,
  rules,
});

/** A need behind words that the customer keeps repeating (R-LST-5). */
export const worrySchema = z.strictObject({
  id,
  /** Any of these in what was noted counts. */
  words: z.array(z.string().trim().min(1).max(40)).min(1).max(60),
  /** So often before it is taken for a worry. */
  times: z.int().min(1).max(9),
  /** What may be behind it, for the agent. */
  need: remark,
  lines,
  rules,
});
