import { z } from 'zod';
import type { CallbackId, CaseId, ContactId } from '../base/ids.ts';
import type { ListChange } from '../base/list-change.ts';
import type { Result } from '../base/result.ts';
import { contactCommandSchema } from '../domain/contact/command.ts';
import { channelSchema, directionSchema, viaSchema } from '../domain/contact/event.ts';
import type { GrantRole } from '../domain/pack/remedies.ts';
import { PACK_FILE_BYTES } from '../domain/pack/signed-file.ts';
import { actionSchema, keyBindingSchema } from './actions.ts';
import { PARCEL_LIMITS } from './sync/parcel-limits.ts';
import type { Failure } from './failure.ts';
import type {
  CallbackView,
  CaseView,
  ConflictView,
  ContactView,
  CountdownView,
  DeskState,
  TimelineItem,
} from './views.ts';

/** The one door of the workstation: every request a window can make, with the shape of what it sends. */

const uuid = z.uuid();
const contactId = uuid.transform((id) => id as ContactId);
const caseId = uuid.transform((id) => id as CaseId);
const callbackId = uuid.transform((id) => id as CallbackId);
const fieldId = z.string().min(1).max(64);
/** Longest text of one field in UTF-16 units: a pasted megabyte fits, more is refused with a reason and stays on the screen. */
export const MAX_TEXT = 1_200_000;
const text = z.string();
/** Of a part of a file on the wire, as base64. */
const MAX_PART = 1_000_000;
const packKey = z.string().trim().max(100);
const page = { before: z.string().max(100).nullable(), limit: z.int().min(1).max(200) };

export const requests = {
  'desk.open': z.strictObject({ window: z.enum(['desk', 'panel']) }),
  'desk.setUp': z.strictObject({
    company: z.string().trim().min(1).max(60),
    department: z.string().trim().max(60),
    agentName: z.string().trim().min(1).max(40),
    agentNumber: z.string().trim().max(20),
    sampleData: z.boolean(),
  }),
  /** Deletes all contacts, cases and callbacks, also the agent's own. Only where samples are, and no service has any of it. */
  'desk.startEmpty': z.strictObject({}),
  'desk.press': z.strictObject({ action: actionSchema }),
  'desk.break': z.strictObject({ on: z.boolean() }),
  'desk.dismiss': z.strictObject({ notice: z.string().max(64) }),
  'desk.panel': z.strictObject({ show: z.boolean() }),
  'settings.change': z
    .strictObject({
      company: z.string().trim().min(1).max(60),
      department: z.string().trim().max(60),
      agentName: z.string().trim().min(1).max(40),
      agentNumber: z.string().trim().max(20),
      locale: z.enum(['zh-CN', 'en']),
      theme: z.enum(['system', 'light', 'dark', 'contrast']),
      scale: z.number().min(0.9).max(2),
      sound: z.boolean(),
    })
    .partial(),
  'settings.setKey': z.strictObject({ action: actionSchema, binding: keyBindingSchema }),
  'settings.resetKeys': z.strictObject({}),
  'contact.open': z.strictObject({
    channel: channelSchema,
    direction: directionSchema,
    phone: z.string().trim().max(40),
    callbackId: callbackId.nullable(),
  }),
  'contact.focus': z.strictObject({ contactId }),
  /** The contact is about the matter for which the customer was here before; what was typed meanwhile comes along. */
  'contact.goOn': z.strictObject({ contactId }),
  'contact.command': z.strictObject({ contactId, command: contactCommandSchema }),
  'contact.timeline': z.strictObject({ contactId, ...page }),
  /** Fills the slots, hands the sentence over, and only then records that it was used. */
  'line.use': z.strictObject({
    contactId,
    lineId: fieldId,
    /** Which of its wordings, from 0. */
    wording: z.int().min(0).max(9).default(0),
    via: viaSchema,
    fills: z.record(z.string().max(64), z.string().max(400)),
    /** Why words are said that the policy stops. */
    overrideReason: z.string().trim().min(1).max(200).exactOptional(),
  }),
  /** Saves what is typed as it is typed; the answer means that it is on disk. */
  'case.edit': z.strictObject({ caseId, field: fieldId, value: text }),
  /** The typing in this case has come to rest: one revision is made of each edited field. */
  'case.settle': z.strictObject({ caseId }),
  /** Names the scenario of a case, also of one whose contacts are closed. */
  'case.classify': z.strictObject({ caseId, scenario: fieldId }),
  'case.get': z.strictObject({ caseId }),
  /** The window shows this case in the view of cases, and is told who else is on it; `null`: none any more. */
  'case.watch': z.strictObject({ caseId: caseId.nullable() }),
  'case.list': z.strictObject({ range: z.enum(['today', 'all', 'to-be-completed']), ...page }),
  'case.timeline': z.strictObject({ caseId, ...page }),
  'callback.read': z.strictObject({ words: z.string().max(200) }),
  'callback.promise': z.strictObject({
    contactId,
    due: z.union([z.strictObject({ preset: z.string().max(4) }), z.strictObject({ words: z.string().max(200) })]),
    reason: z.string().trim().max(200),
  }),
  /** Gives the customer what the pack allows (R-REM-1); what is above the agent is asked of who may grant it. */
  'remedy.grant': z.strictObject({
    contactId,
    remedy: fieldId,
    /** 0 for what is not counted in anything. */
    amount: z.number().min(0).max(10_000_000),
    reason: z.string().trim().max(200),
  }),
  /** The matter goes up, and the customer is told by when somebody speaks to them (R-ESC-1). */
  'contact.escalate': z.strictObject({ contactId, escalation: fieldId }),
  'callback.list': z.strictObject({ status: z.enum(['open', 'all']), ...page }),
  'callback.reschedule': z.strictObject({ callbackId, words: z.string().max(200), outcome: fieldId.nullable() }),
  'callback.withdraw': z.strictObject({ callbackId }),
  /** This desk will call back; who was first keeps it. */
  'callback.take': z.strictObject({ callbackId }),
  'sync.enrol': z.strictObject({
    service: z.url({ protocol: /^https?$/u }).max(300),
    code: z.string().trim().min(1).max(40),
  }),
  /** Asks the service now. */
  'sync.now': z.strictObject({}),
  'sync.conflicts': z.strictObject({ ...page }),
  /** `taken`: the lost value is put back; `left`: the other one is right. */
  'sync.settle': z.strictObject({ conflict: z.string().max(300), as: z.enum(['taken', 'left']) }),
  /** Writes a file for the service, for when there is no link. */
  'parcel.write': z.strictObject({}),
  'parcel.part': z.strictObject({ id: z.string().max(64), at: z.int().min(0).max(PARCEL_LIMITS.askBytes) }),
  /** Takes in the answer of the service. The host asks which file it is; where it cannot, the page gives it in parts. */
  'parcel.take': z.strictObject({}),
  'parcel.give': z.strictObject({
    at: z.int().min(0).max(PARCEL_LIMITS.answerBytes),
    /** All of it. */
    bytes: z.int().min(1).max(PARCEL_LIMITS.answerBytes),
    part: z
      .string()
      .max(MAX_PART)
      .regex(/^[A-Za-z0-9+/]+={0,2}$/u),
  }),
  /** Takes a script pack from a file. The host asks which one it is; where it cannot, the page gives it in parts. */
  'pack.choose': z.strictObject({}),
  'pack.give': z.strictObject({
    at: z.int().min(0).max(PACK_FILE_BYTES),
    /** All of it. */
    bytes: z.int().min(1).max(PACK_FILE_BYTES),
    part: z
      .string()
      .max(MAX_PART)
      .regex(/^[A-Za-z0-9+/]+={0,2}$/u),
  }),
  /** The user has compared the fingerprint: packs that this key has signed count from now on. Only at a desk without a service. */
  'pack.trust': z.strictObject({ key: packKey, name: z.string().trim().max(60) }),
  'pack.distrust': z.strictObject({ key: packKey }),
} as const;

export type Method = keyof typeof requests;
/** What a caller sends. */
export type Request<M extends Method> = z.input<(typeof requests)[M]>;
/** What a handler receives after validation. */
export type Accepted<M extends Method> = z.output<(typeof requests)[M]>;

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Give this as `before` for the next page; `null` at the end. */
  readonly next: string | null;
}

export type ReadTime =
  | { readonly kind: 'time'; readonly dueAt: number }
  | { readonly kind: 'ask'; readonly reason: string; readonly candidates: readonly number[]; readonly fragment: string }
  | { readonly kind: 'none'; readonly reason: string };

/** What was typed into the case that was left, and stands otherwise in the one that goes on; that one keeps its own. */
export interface CarriedOver {
  readonly differing: readonly { readonly label: string; readonly value: string }[];
  /** The field in whose notes it was written down; `null` where there is none. */
  readonly notedIn: string | null;
}

export interface Answers {
  'desk.open': DeskState & { readonly revision: number };
  'desk.setUp': void;
  'desk.startEmpty': void;
  'desk.press': void;
  'desk.break': void;
  'desk.dismiss': void;
  'desk.panel': void;
  'settings.change': void;
  'settings.setKey': void;
  'settings.resetKeys': void;
  'contact.open': { readonly contactId: ContactId };
  'contact.focus': void;
  'contact.goOn': CarriedOver;
  'contact.command': void;
  'contact.timeline': Page<TimelineItem>;
  'line.use': { readonly text: string };
  'case.edit': { readonly savedAt: number };
  'case.settle': void;
  'case.classify': void;
  'case.get': CaseView;
  'case.watch': void;
  'case.list': Page<CaseView>;
  'case.timeline': Page<TimelineItem>;
  'callback.read': ReadTime;
  'callback.promise': { readonly callbackId: CallbackId; readonly dueAt: number };
  'remedy.grant':
    { readonly kind: 'granted' } | { readonly kind: 'requested'; readonly of: GrantRole; readonly dueAt: number };
  'contact.escalate': { readonly callbackId: CallbackId; readonly dueAt: number };
  'callback.list': Page<CallbackView>;
  'callback.reschedule': { readonly dueAt: number };
  'callback.withdraw': void;
  'callback.take': void;
  'sync.enrol': void;
  'sync.now': void;
  'sync.conflicts': Page<ConflictView>;
  'sync.settle': void;
  /** `null`: the host asks where to put it; else the page fetches it in parts, and offers it as a download. */
  'parcel.write': { readonly id: string; readonly name: string; readonly bytes: number } | null;
  /** Base64; empty behind the end. */
  'parcel.part': { readonly part: string };
  'parcel.take': void;
  'parcel.give': void;
  'pack.choose': void;
  'pack.give': void;
  'pack.trust': void;
  'pack.distrust': void;
}

export type Answer<M extends Method> = Result<Answers[M], Failure>;

/** The slices of the desk's state that changed in one commit. `revision` grows by one each time; a gap means: open again. */
export interface Push {
  readonly revision: number;
  readonly changed: Partial<Omit<DeskState, 'contacts' | 'countdowns'>>;
  readonly contacts?: ListChange<ContactView>;
  readonly countdowns?: ListChange<CountdownView>;
  /** Added to the end of these timelines. */
  readonly timeline: readonly { readonly contactId: ContactId; readonly items: readonly TimelineItem[] }[];
}

/** What only a window can do: show a menu, put the cursor somewhere. */
export type WindowAct = { readonly act: z.infer<typeof actionSchema> };

/** What the workstation asks of a window. */
export interface WindowFunctions {
  push(push: Push): void;
  act(act: WindowAct): void;
  /** For hosts without a clipboard of their own; `false` when the browser refused. */
  writeClipboard(text: string): boolean | Promise<boolean>;
}

/** The only function of the workstation on the wire; everything else is told by the method's name. */
export interface WorkstationFunctions {
  request(method: string, payload: unknown): Promise<Result<unknown, Failure>>;
}
