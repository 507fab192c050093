import { z } from 'zod';
import { LONGEST_EXPRESSION } from '../expression/expression.ts';
import type { PackFaultCode } from '../fault.ts';

/** The small shapes of which a pack is made. */
export const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,47}$/, 'form-id' satisfies PackFaultCode);
export const label = z.string().trim().min(1).max(60);
export const spoken = z.string().trim().min(1).max(400);
export const remark = z.string().trim().min(1).max(120);
export const key = z.string().regex(/^[a-z0-9]$/, 'form-key' satisfies PackFaultCode);
export const duration = z.int().positive();
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'form-clock' satisfies PackFaultCode);
/** As an end `24:00` is one, too: the day is over. */
export const closingTime = z
  .string()
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'form-clock' satisfies PackFaultCode);
/** A word that is looked for in what was typed. */
export const trigger = z.string().trim().min(1).max(40);

/** When something is so: read by `expression/parse.ts`, checked against the whole pack by `validate.ts`. */
export const expression = z.string().trim().min(1).max(LONGEST_EXPRESSION);

/** The rules of the trade that an item carries out, by their ids; `coverage` counts them. */
export const rules = z
  .array(z.string().regex(/^R-[A-Z]+-\d+$/, 'form-rule' satisfies PackFaultCode))
  .min(1)
  .optional();

/** Who may do something; each may do what those before it may. */
export const ROLES = ['agent', 'lead', 'supervisor'] as const;
export const role = z.enum(ROLES);
