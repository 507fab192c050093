import { z } from 'zod';
import { ACTIONS, keyBindingSchema } from '#shared/contract/actions.ts';
import { failureSchema } from '#shared/contract/failure.ts';
import type { Method } from '#shared/contract/rpc.ts';
import { contactEventSchema } from '#shared/domain/contact/event.ts';
import { packSchema } from '#shared/domain/pack/schema.ts';

/** The shapes of `Answers` in `src-shared/contract/rpc.ts`, as a window has them after the wire: strict, nothing too much. */

const id = z.uuid();
const at = z.int().positive();

const customer = z.strictObject({
  id,
  surname: z.string(),
  surnameDeclined: z.boolean(),
  title: z.string(),
  phone: z.string(),
  caseCount: z.int().min(1),
});

const caseView = z.strictObject({
  id,
  number: z.string().regex(/^00-[0-9A-Z]{5}-\d{6}-\d{4,}$/),
  scenario: z.string().nullable(),
  status: z.enum(['open', 'promised', 'to-be-completed', 'done']),
  fields: z.record(z.string(), z.string()),
  missing: z.array(z.string()),
  customer,
  owner: z.string(),
  packHash: z.string(),
  openedAt: at,
  updatedAt: at,
});

const place = {
  ...{ seq: z.int().min(1), at },
  written: z.strictObject({ wall: at, counter: z.int().min(0) }),
  by: z.string(),
};
const timelineItem = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('event'), ...place, event: contactEventSchema }),
  z.strictObject({
    ...{ kind: z.literal('edit'), ...place },
    ...{ field: z.string(), value: z.string() },
  }),
]);

const earlier = z.strictObject({
  ...{ standing: z.enum(['same-day', 'returning']), at },
  ...{ case: caseView, last: timelineItem.nullable() },
});

const contact = z.strictObject({
  id,
  state: z.looseObject({ phase: z.enum(['ringing', 'dialling', 'active', 'wrap-up', 'closed']) }),
  case: caseView.nullable(),
  earlier: earlier.nullable(),
  phone: z.string(),
  events: z.int().min(1),
  packHash: z.string().length(64),
});

const countdown = z.strictObject({
  id: z.string(),
  kind: z.enum(['ring', 'acknowledge', 'hold', 'silence', 'redial', 'target', 'callback']),
  phase: z.enum(['running', 'warned', 'due']),
  startsAt: at,
  warnAt: at.nullable(),
  dueAt: at,
  detail: z.string().nullable(),
  contactId: id.nullable(),
  callbackId: id.nullable(),
  caseId: id.nullable(),
  who: z.strictObject({ surname: z.string(), title: z.string(), phone: z.string() }),
});

const callback = z.strictObject({
  id,
  caseId: id,
  caseNumber: z.string(),
  owner: z.string(),
  takenBy: z.string().nullable(),
  mine: z.boolean(),
  customer,
  number: z.string(),
  promisedAt: at,
  dueAt: at,
  reason: z.string(),
  status: z.enum(['open', 'kept', 'withdrawn']),
  attempts: z.array(z.strictObject({ at, outcome: z.string() })),
});

const conflictSide = z.strictObject({
  ...{ value: z.union([z.string(), z.number(), z.boolean(), z.null()]), by: z.string() },
  ...{ at, mine: z.boolean() },
});
const conflict = z.strictObject({
  ...{ id: z.string(), caseId: id.nullable(), caseNumber: z.string(), entity: z.string(), field: z.string() },
  ...{ lost: conflictSide, kept: conflictSide },
});

const settings = z.strictObject({
  company: z.string(),
  department: z.string(),
  agentName: z.string(),
  agentNumber: z.string(),
  locale: z.enum(['zh-CN', 'en']),
  theme: z.enum(['system', 'light', 'dark', 'contrast']),
  scale: z.number(),
  sound: z.boolean(),
  sampleData: z.boolean(),
  keys: z.record(z.enum(ACTIONS), keyBindingSchema),
});

const facts = z.record(z.string(), z.union([z.string(), z.number()]));
const host = z.strictObject({
  ...{ kind: z.enum(['electron', 'loopback']), systemKeys: z.boolean(), insert: z.boolean() },
  ...{ panelWindow: z.boolean(), fileDialogs: z.boolean() },
});

const desk = z.strictObject({
  setUp: z.boolean(),
  settings,
  host,
  packs: z.record(z.string(), packSchema),
  activePack: z.string(),
  contacts: z.array(contact),
  focus: id.nullable(),
  countdowns: z.array(countdown),
  notices: z.array(z.strictObject({ id, code: z.string(), at, facts })),
  onBreak: z.boolean(),
  sync: z.strictObject({
    phase: z.enum(['alone', 'current', 'waiting', 'offline', 'unknown', 'revoked']),
    service: z.string(),
    company: z.string(),
    branch: z.string(),
    role: z.enum(['agent', 'lead', 'supervisor', 'admin']).nullable(),
    lastContact: z.int().nullable(),
    pending: z.int().min(0),
    quarantined: z.int().min(0),
    conflicts: z.int().min(0),
    lease: z
      .strictObject({ phase: z.enum(['running', 'ending', 'over']), days: z.int(), daysLeft: z.int() })
      .nullable(),
    parcel: z.strictObject({
      ...{ ready: z.boolean(), busy: z.enum(['writing', 'reading']).nullable(), refused: failureSchema.nullable() },
      written: z.strictObject({ at, changes: z.int().min(0) }).nullable(),
      taken: z
        .strictObject({
          ...{ at, confirmed: z.int().min(0), arrived: z.int().min(0) },
          due: z.enum(['restored', 'leaving', 'more', 'link']).nullable(),
        })
        .nullable(),
    }),
  }),
  packFiles: z.strictObject({
    signer: z.string().nullable(),
    asking: z.boolean(),
    refused: failureSchema.nullable(),
    taken: z.strictObject({ name: z.string(), version: z.string(), from: z.string().nullable() }).nullable(),
    waiting: z.array(z.strictObject({ name: z.string(), version: z.string(), from: z.iso.date() })),
    keys: z.array(
      z.strictObject({ key: z.string(), fingerprint: z.string(), name: z.string(), addedAt: z.int().nullable() }),
    ),
  }),
  presence: z.array(z.strictObject({ caseId: id, names: z.array(z.string()), count: z.int().min(1) })),
  listsVersion: z.int().min(0),
});

const listChange = (item: z.ZodType) =>
  z.strictObject({
    gone: z.array(z.string()),
    put: z.array(z.strictObject({ at: z.int().min(0), item })),
  });

export const pushSchema = z.strictObject({
  revision: z.int().min(1),
  changed: desk.omit({ contacts: true, countdowns: true }).partial(),
  contacts: listChange(contact.partial().extend({ id })).optional(),
  countdowns: listChange(countdown.partial().extend({ id: z.string() })).optional(),
  timeline: z.array(z.strictObject({ contactId: id, items: z.array(timelineItem) })),
});

const page = (item: z.ZodType) => z.strictObject({ items: z.array(item), next: z.string().nullable() });
/** `undefined` members are left out by JSON and kept by a structured clone. */
const nothing = z.undefined();

export const answers: Readonly<Record<Method, z.ZodType>> = {
  'desk.open': desk.extend({ revision: z.int().min(0) }),
  'desk.setUp': nothing,
  'desk.startEmpty': nothing,
  'desk.press': nothing,
  'desk.break': nothing,
  'desk.dismiss': nothing,
  'desk.panel': nothing,
  'settings.change': nothing,
  'settings.setKey': nothing,
  'settings.resetKeys': nothing,
  'contact.open': z.strictObject({ contactId: id }),
  'contact.focus': nothing,
  'contact.goOn': z.strictObject({
    differing: z.array(z.strictObject({ label: z.string(), value: z.string() })),
    notedIn: z.string().nullable(),
  }),
  'contact.command': nothing,
  'contact.timeline': page(timelineItem),
  'line.use': z.strictObject({ text: z.string().min(1) }),
  'case.edit': z.strictObject({ savedAt: at }),
  'case.settle': nothing,
  'case.classify': nothing,
  'case.get': caseView,
  'case.watch': nothing,
  'case.list': page(caseView),
  'case.timeline': page(timelineItem),
  'callback.read': z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('time'), dueAt: at }),
    z.strictObject({
      ...{ kind: z.literal('ask'), reason: z.string(), candidates: z.array(at) },
      fragment: z.string(),
    }),
    z.strictObject({ kind: z.literal('none'), reason: z.string() }),
  ]),
  'callback.promise': z.strictObject({ callbackId: id, dueAt: at }),
  'remedy.grant': z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('granted') }),
    z.strictObject({ kind: z.literal('requested'), of: z.enum(['lead', 'supervisor']), dueAt: at }),
  ]),
  'contact.escalate': z.strictObject({ callbackId: id, dueAt: at }),
  'callback.list': page(callback),
  'callback.reschedule': z.strictObject({ dueAt: at }),
  'callback.withdraw': nothing,
  'callback.take': nothing,
  'sync.enrol': nothing,
  'sync.now': nothing,
  'sync.conflicts': page(conflict),
  'sync.settle': nothing,
  'parcel.write': z.strictObject({ id: z.string(), name: z.string(), bytes: z.int().min(1) }).nullable(),
  'parcel.part': z.strictObject({ part: z.string() }),
  'parcel.take': nothing,
  'parcel.give': nothing,
  'pack.choose': nothing,
  'pack.give': nothing,
  'pack.trust': nothing,
  'pack.distrust': nothing,
};
