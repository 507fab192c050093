import { z } from 'zod';
import { channelSchema, directionSchema, endedBySchema } from '../contact/event.ts';

/**
 * Sample data for a first start that wants to see a filled desk. Every moment is in whole minutes relative to the set-up:
 * `-90` is an hour and a half before, `12` is in twelve minutes. Ids hold within the file only; scenarios, fields, titles,
 * moods and outcomes are those of the pack of the same locale.
 */
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,47}$/);
const minute = z.int();
const seconds = z.int().min(0);

const customerSchema = z.strictObject({
  id,
  /** Empty when unknown or declined (R-ANS-4). */
  surname: z.string().max(20),
  surnameDeclined: z.boolean(),
  /** An id of the pack's titles, or empty. */
  title: z.string().max(48),
  phone: z.string().max(40),
});

const contactSchema = z.strictObject({
  channel: channelSchema,
  direction: directionSchema,
  startedAt: minute,
  /** From the first ring or message to the answer. */
  answeredAfterSeconds: seconds,
  /** From the answer to the end, holds included. */
  talkSeconds: seconds,
  /** The last mood tagged, if any (R-EMO-6). */
  mood: id.nullable(),
  /** In order; all of them within the time of talk (R-HOLD-5). */
  holds: z.array(z.strictObject({ reason: z.string().min(1).max(200), seconds })),
  endedBy: endedBySchema,
});

const caseSchema = z.strictObject({
  id,
  customer: id,
  scenario: id,
  /** No sample case has a contact that still runs: each is finished, promised, or closed with fields missing. */
  status: z.enum(['promised', 'to-be-completed', 'done']),
  openedAt: minute,
  updatedAt: minute,
  fields: z.record(id, z.string().max(2000)),
  /** In order, the first one opened the case. */
  contacts: z.array(contactSchema).min(1),
});

const callbackSchema = z.strictObject({
  id,
  case: id,
  promisedAt: minute,
  dueAt: minute,
  reason: z.string().max(200),
  status: z.enum(['open', 'kept']),
  /** R-CB-4. */
  attempts: z.array(z.strictObject({ at: minute, outcome: id })),
});

export const sampleSchema = z
  .strictObject({
    format: z.literal(1),
    locale: z.string().min(2).max(20),
    customers: z.array(customerSchema),
    cases: z.array(caseSchema),
    callbacks: z.array(callbackSchema),
  })
  .superRefine((sample, context) => {
    const fault = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    const customers = new Set(sample.customers.map((customer) => customer.id));
    const cases = new Map(sample.cases.map((item) => [item.id, item]));
    const promised = new Set(
      sample.callbacks.filter(({ status }) => status === 'open').map((callback) => callback.case),
    );
    sample.cases.forEach((item, index) => {
      const at = ['cases', index];
      if (!customers.has(item.customer)) fault(at, `no customer is called "${item.customer}"`);
      if (item.openedAt > item.updatedAt || item.updatedAt > 0)
        fault(at, 'opened, updated and set-up must be in this order');
      if ((item.status === 'promised') !== promised.has(item.id)) fault(at, 'promised means: with an open callback');
    });
    sample.callbacks.forEach((callback, index) => {
      const at = ['callbacks', index];
      const opened = cases.get(callback.case)?.openedAt;
      if (opened === undefined) fault(at, `no case is called "${callback.case}"`);
      else if (callback.promisedAt < opened) fault(at, 'promised before the case was opened');
      if (callback.promisedAt > 0 || callback.dueAt <= callback.promisedAt)
        fault(at, 'promised in the past, due after that');
    });
  });

export type Sample = z.infer<typeof sampleSchema>;
