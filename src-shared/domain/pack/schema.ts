import { z } from 'zod';
import { LONGEST_UNDO_MS } from '../contact/policy.ts';
import { wordingPolicySchema } from '../wording/policy.ts';
import { promiseTimePolicySchema } from '../promise-time/policy.ts';
import { duration, id, label, rules, trigger } from './sections/basics.ts';
import { fieldSchema, probeSchema, scenarioSchema, termSchema } from './sections/forms.ts';
import {
  businessHoursSchema,
  callbackSchema,
  departmentSchema,
  escalationSchema,
  holdSchema,
  redialSchema,
  ringSchema,
  silenceSchema,
  targetSchema,
} from './sections/limits.ts';
import { lineSchema, situationSchema, worrySchema } from './sections/lines.ts';
import { privacySchema, qualitySchema } from './sections/quality.ts';
import { remediesSchema } from './sections/remedies.ts';

/** The newest format that this program reads. */
export const PACK_FORMAT = 1;

const stageSchema = z.strictObject({ id, name: label, short: label, goal: z.string().max(120), rules });

/**
 * A script pack: everything of the trade that a company may want otherwise. The code holds none of it. Times are
 * milliseconds unless the name says seconds.
 */
export const packSchema = z.strictObject({
  format: z.literal(PACK_FORMAT),
  id,
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  locale: z.string().min(2).max(20),
  name: label,
  /** For whom it was made. */
  company: label.optional(),
  /** The first and the last day on which contacts begin with it, by the calendar of the desk. */
  effectiveFrom: z.iso.date().optional(),
  expiresOn: z.iso.date().optional(),
  /** The pack that it adds to, by which it was built. */
  basedOn: z.strictObject({ id, version: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }).optional(),
  stages: z.tuple([stageSchema]).rest(stageSchema),
  scenarios: z.array(scenarioSchema).min(1),
  /** Fields of every case, whatever its scenario (R-STG-7 among them). */
  commonFields: z.array(fieldSchema),
  moods: z.array(z.strictObject({ id, name: label, level: z.int().min(0), rules })).min(2),
  /** From this level on soothing comes before anything else (R-EMO-6). */
  soothing: z.strictObject({ fromLevel: z.int().min(0), lines: z.array(lineSchema).min(1), rules }),
  address: z.strictObject({
    titles: z.array(z.strictObject({ id, name: label })).min(1),
    /** How surname and title make an address; the title alone when the surname is not known (R-ANS-4). */
    withSurname: z.string().max(40),
    titleOnly: z.string().max(40),
    unknown: z.string().max(40),
    /** How often one contact may say it before the panel warns (R-ANS-5). */
    atMost: z.int().min(1).optional(),
    rules,
  }),
  /** Until when a customer who comes again is greeted as one who was here (R-ANS-7). */
  returning: z.strictObject({ withinDays: z.int().min(1).max(3650), rules }).optional(),
  /** How notes of what the customer said begin; read back to the customer, they begin without it (R-LST-1). */
  readBack: z.strictObject({ leadIns: z.array(trigger).min(1).max(60), rules }).optional(),
  ring: ringSchema,
  chatAcknowledgeMs: duration,
  hold: holdSchema,
  silence: silenceSchema,
  redial: redialSchema,
  callback: callbackSchema,
  /** How a time in words is read (R-CB-6). */
  promiseTime: promiseTimePolicySchema,
  businessHours: z.array(businessHoursSchema).default([]),
  targets: z.array(targetSchema),
  /** A target warns after this part of its time: what is left must be enough to do something. */
  targetWarnAfter: z.number().gt(0).lt(1),
  /** A promise or a target that has passed is due for so long; then it is late. */
  lateAfterMs: z.int().min(0),
  /** For how long a close can be taken back. */
  undoCloseMs: z.int().min(0).max(LONGEST_UNDO_MS),
  departments: z.array(departmentSchema),
  escalations: z.array(escalationSchema).default([]),
  /** Lines of each stage, in the order in which they are offered. */
  lines: z.record(id, z.array(lineSchema)),
  situations: z.array(situationSchema).min(1),
  worries: z.array(worrySchema).default([]),
  probes: z.array(probeSchema).default([]),
  glossary: z.array(termSchema).default([]),
  remedies: remediesSchema.optional(),
  quality: qualitySchema.optional(),
  privacy: privacySchema.optional(),
  /** Words that an agent should not use, and better ones (R-WRD-1 … R-WRD-6). */
  wording: wordingPolicySchema.optional(),
});

export type Pack = z.infer<typeof packSchema>;
export type PackLine = z.infer<typeof lineSchema>;
export type PackField = z.infer<typeof fieldSchema>;
export type PackSituation = z.infer<typeof situationSchema>;
