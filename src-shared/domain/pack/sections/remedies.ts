import { z } from 'zod';
import { duration, id, label, remark, role, rules } from './basics.ts';
import { lineSchema } from './lines.ts';

const amount = z.number().positive().max(10_000_000);

/** What may be done for a customer who was wronged, and who may grant it (R-REM-1). */
export const remediesSchema = z.strictObject({
  /** From the lightest to the gravest. The case says which in this field. */
  severities: z.array(z.strictObject({ id, name: label, about: remark.optional() })).min(1),
  severityField: id,
  types: z.array(z.strictObject({ id, name: label })).min(1),
  typeField: id,
  kinds: z
    .array(
      z.strictObject({
        id,
        name: label,
        /** What an amount of it is counted in: 元, 积分. Without it there is no amount. */
        unit: label.optional(),
      }),
    )
    .min(1),
  table: z
    .array(
      z.strictObject({
        types: z.array(id).min(1),
        severity: id,
        allow: z
          .array(
            z.strictObject({
              kind: id,
              /** Who may grant it at all; an agent, without it. */
              by: role.optional(),
              /** The most that each may grant of a kind with a unit; who is not named may grant none. */
              upTo: z.strictObject({ agent: amount, lead: amount, supervisor: amount }).partial().optional(),
            }),
          )
          .min(1),
        /** By when the customer has it, or hears of it. */
        withinMs: duration,
        rules,
      }),
    )
    .min(1),
  /** With which it is offered. */
  lines: z.array(lineSchema),
  rules,
});
