import { z } from 'zod';
import { contactEventSchema } from '../contact/event.ts';
import { conflictEntity } from './conflict.ts';
import { entitiesOf, type Entity, type Field, type MergeRule, type Role } from './entity.ts';

/**
 * Everything that travels between desks, each declared once: fields, shapes, how two edits of it merge, who may write it. Sync,
 * the service and the simulator follow from this; a new feature adds its entity here and a table for it in the core.
 */
const EVERYBODY: readonly Role[] = ['agent', 'lead', 'supervisor', 'admin'];
const common = { scope: 'branch', writers: EVERYBODY } as const;

/** A pasted megabyte of UTF-16 units fits a field (R-REC-2: what was typed is kept). */
const longText = z.string().max(1_200_000);
const shortText = z.string().max(200);
const id = z.string().min(1).max(100);
const epochMs = z.int();

const LATEST: MergeRule = { kind: 'latest' };
const fixed = (schema: z.ZodType): Field => ({ schema, merge: { kind: 'fixed' } });
const latest = (schema: z.ZodType): Field => ({ schema, merge: LATEST });
const precedence = (...order: readonly [string, ...string[]]): Field => ({
  schema: z.enum(order),
  merge: { kind: 'precedence', order },
});
const optional = (field: Field): Field => ({ ...field, optional: true });
const naming = (refersTo: string, field: Field): Field => ({ ...field, refersTo });

const customer: Entity = {
  ...common,
  name: 'customer',
  kind: 'rows',
  fields: {
    surname: optional(latest(longText)),
    surnameDeclined: optional(latest(z.boolean())),
    title: optional(latest(longText)),
    phone: latest(longText),
    createdAt: fixed(epochMs),
  },
};

const serviceCase: Entity = {
  ...common,
  name: 'case',
  kind: 'rows',
  fields: {
    number: fixed(shortText),
    customerId: naming('customer', fixed(id)),
    scenario: latest(shortText.nullable()),
    // What asks for more work wins over what asks for less: nobody's debt is closed by somebody who did not know of it.
    status: precedence('open', 'to-be-completed', 'promised', 'done'),
    owner: latest(shortText),
    packHash: fixed(id),
    openedAt: fixed(epochMs),
  },
  anyField: { prefix: 'fields.', field: optional(latest(longText)) },
};

/** Who changed what, when (R-REC-3). */
const caseRevision: Entity = {
  ...common,
  name: 'case-revision',
  kind: 'items',
  fields: {
    of: naming('case', fixed(id)),
    field: fixed(shortText),
    before: fixed(longText),
    value: fixed(longText),
    at: fixed(epochMs),
    by: fixed(shortText),
    contactId: optional(naming('contact', fixed(id.nullable()))),
  },
};

const contact: Entity = {
  ...common,
  name: 'contact',
  kind: 'rows',
  fields: {
    caseId: naming('case', latest(id.nullable())),
    phone: fixed(longText),
    packHash: fixed(id),
    openedAt: fixed(epochMs),
    agent: fixed(shortText),
  },
};

const contactEvent: Entity = {
  ...common,
  name: 'contact-event',
  kind: 'items',
  fields: {
    of: naming('contact', fixed(id)),
    seq: fixed(z.int().min(1)),
    at: fixed(epochMs),
    event: fixed(contactEventSchema),
  },
};

/** R-CB-1 … R-CB-4. */
const callback: Entity = {
  ...common,
  name: 'callback',
  kind: 'rows',
  fields: {
    caseId: naming('case', fixed(id)),
    contactId: naming('contact', fixed(id.nullable())),
    owner: latest(shortText),
    promisedAt: fixed(epochMs),
    dueAt: latest(epochMs),
    reason: latest(shortText),
    status: precedence('kept', 'withdrawn', 'open'),
    // A callback is taken by one desk; who was there first has it, also against somebody who took it without a link. The name
    // comes with the desk, in one value: of two fields one could be won and the other lost.
    takenBy: optional({
      schema: z.object({ device: id, name: shortText }).nullable(),
      merge: { kind: 'first' },
    }),
  },
};

const callbackAttempt: Entity = {
  ...common,
  name: 'callback-attempt',
  kind: 'items',
  fields: {
    of: naming('callback', fixed(id)),
    seq: fixed(z.int().min(1)),
    at: fixed(epochMs),
    outcome: fixed(shortText),
    contactId: naming('contact', fixed(id.nullable())),
  },
};

/**
 * That a script pack was published; its id is the SHA-256 of its bytes, which are fetched by it. The one published last is used;
 * publishing an earlier one again takes the later one back.
 */
const pack: Entity = {
  name: 'pack',
  kind: 'rows',
  scope: 'shared',
  writers: ['supervisor', 'admin'],
  fields: { label: fixed(shortText), publishedAt: latest(epochMs) },
};

export const entities = entitiesOf([
  customer,
  serviceCase,
  caseRevision,
  contact,
  contactEvent,
  callback,
  callbackAttempt,
  pack,
  conflictEntity,
]);
