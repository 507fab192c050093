import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallbackId, CaseId, ContactId } from '#shared/base/ids.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { ContactCommand } from '#shared/domain/contact/command.ts';
import { sampleSchema, type Sample } from '#shared/domain/pack/sample-schema.ts';
import type { Callbacks } from '../callbacks/callbacks.ts';
import type { Cases } from '../cases/cases.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { Unit } from '../database/store.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';

interface Parts {
  readonly cases: Cases;
  readonly contacts: Contacts;
  readonly callbacks: Callbacks;
  readonly packs: PackShelf;
  readonly resources: string;
}

type SampleCase = Sample['cases'][number];
type SampleContact = SampleCase['contacts'][number];

const MINUTE = 60_000;
const SECOND = 1_000;

/**
 * Fills a new desk with made-up customers. Everything goes through the same machine as real work, only with an earlier date,
 * so that the sample's timelines and outbox are as true as any.
 */
export function loadSample(unit: Unit, parts: Parts): Result<void, Failure> {
  const sample = readSample(parts);
  if (sample === null) return ok();
  const made = new Map<string, { readonly caseId: CaseId; readonly contactId: ContactId }>();
  const contacts = sample.cases
    .flatMap((item) => item.contacts.map((contact, index) => ({ item, contact, isFirst: index === 0 })))
    .sort((a, b) => a.contact.startedAt - b.contact.startedAt);
  for (const { item, contact, isFirst } of contacts) {
    const replayed = replay(unit, parts, sample, item, contact, isFirst ? undefined : made.get(item.id)?.caseId);
    if (!replayed.ok) return replayed;
    if (replayed.value !== null) made.set(item.id, replayed.value);
  }
  for (const callback of sample.callbacks) {
    const of = made.get(callback.case);
    if (of !== undefined) promise(unit, parts, callback, of);
  }
  return ok();
}

function readSample({ packs, resources }: Parts): Sample | null {
  const path = join(resources, 'samples', `${packs.get(packs.active).locale}.json`);
  return existsSync(path) ? sampleSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
}

function replay(
  unit: Unit,
  parts: Parts,
  sample: Sample,
  item: SampleCase,
  contact: SampleContact,
  caseId: CaseId | undefined,
): Result<{ caseId: CaseId; contactId: ContactId } | null, Failure> {
  const { cases, contacts, packs } = parts;
  const pack = packs.get(packs.active);
  const customer = sample.customers.find(({ id }) => id === item.customer);
  const startsAt = unit.now + contact.startedAt * MINUTE;
  const answeredAt = startsAt + contact.answeredAfterSeconds * SECOND;
  const endsAt = answeredAt + contact.talkSeconds * SECOND;
  const { channel, direction } = contact;
  const opened = contacts.openIn(unit.asOf(startsAt), {
    ...{ channel, direction, phone: customer?.phone ?? '', callbackId: null },
    ...(caseId === undefined ? {} : { caseId }),
  });
  if (!opened.ok) return opened;

  let at = answeredAt;
  const run = (commands: readonly ContactCommand[]): Result<void, Failure> => {
    for (const command of commands) {
      const done = contacts.commandIn(unit.asOf(at), opened.value, command);
      if (!done.ok && done.error.code !== 'nothing-to-do') return done;
    }
    return ok();
  };
  const stages = pack.stages.slice(1).map(({ id }) => id);
  const begun = run([
    direction === 'inbound' ? { type: 'answer' } : { type: 'reach', party: 'customer' },
    { type: 'classify', scenario: item.scenario },
    ...(contact.mood === null ? [] : [{ type: 'tag-mood', mood: contact.mood } as const]),
  ]);
  if (!begun.ok) return begun;
  const row = contacts.caseOf(opened.value);
  if (row === null) return ok(null);

  const spread = (contact.talkSeconds * SECOND) / (stages.length + 2);
  for (const [index, stage] of stages.entries()) {
    at = Math.round(answeredAt + spread * (index + 1));
    const entered = run([{ type: 'enter-stage', stage }]);
    if (!entered.ok) return entered;
    if (index === 0) {
      for (const hold of contact.holds) {
        const held = run([{ type: 'start-hold', reason: hold.reason }]);
        at += hold.seconds * SECOND;
        const back = run([{ type: 'end-hold', by: 'back' }]);
        if (!held.ok) return held;
        if (!back.ok) return back;
      }
      write(unit.asOf(at), cases, row, item, customer);
    }
  }
  at = Math.max(endsAt, at);
  const closed = run([
    { type: 'end', by: contact.endedBy },
    { type: 'close', leaveToBeCompleted: true },
  ]);
  return closed.ok ? ok({ caseId: row, contactId: opened.value }) : closed;
}

function write(
  unit: Unit,
  cases: Cases,
  caseId: CaseId,
  item: SampleCase,
  customer: Sample['customers'][number] | undefined,
): void {
  for (const [field, value] of Object.entries(item.fields)) cases.draftIn(unit, caseId, field, value);
  if (customer !== undefined) {
    cases.draftIn(unit, caseId, 'customer.surname', customer.surname);
    cases.draftIn(unit, caseId, 'customer.title', customer.title);
    cases.draftIn(unit, caseId, 'customer.surnameDeclined', String(customer.surnameDeclined));
  }
  cases.settleIn(unit, caseId);
}

function promise(
  unit: Unit,
  { callbacks, contacts, packs }: Parts,
  sample: Sample['callbacks'][number],
  { caseId, contactId }: { readonly caseId: CaseId; readonly contactId: ContactId },
): void {
  const at = (minutes: number): Unit => unit.asOf(unit.now + minutes * MINUTE);
  const id: CallbackId = callbacks.create(at(sample.promisedAt), {
    ...{ caseId, contactId, reason: sample.reason, pack: packs.get(packs.active) },
    dueAt: unit.now + sample.dueAt * MINUTE,
  });
  for (const attempt of sample.attempts) callbacks.recordAttempt(at(attempt.at), id, attempt.outcome, null);
  if (sample.status === 'kept') callbacks.finish(unit, id, 'kept');
  contacts.refreshStatus(unit, caseId);
}
