import { fail, ok, type Result } from '#shared/base/result.ts';
import type { ParcelReason } from '#shared/contract/parcel-reason.ts';
import { PARCEL_LIMITS, readAnswerPart, type AnswerPart } from '#shared/contract/sync.ts';
import { rawPublicKey, sealingKey } from '#parcel/keys.ts';
import { Sealed } from '#parcel/parcel.ts';
import { partsOf, unpackText } from '#parcel/parts.ts';
import type { Enrolled } from '../status.ts';
import type { ParcelRecord } from './parcel-records.ts';

/** One part with the bytes that go with it: those of an image. */
export interface OpenPart {
  readonly part: AnswerPart;
  readonly bytes: Uint8Array;
}

export interface OpenAnswer {
  readonly record: ParcelRecord;
  /** In their order. Unpacked one after the other: together they may be large. */
  parts(): Iterable<OpenPart>;
}

interface Opening {
  readonly enrolled: Enrolled;
  readonly find: (id: string) => ParcelRecord | null;
  /** Lets others at the desk have their turn; `false` when it closes. */
  readonly pause: () => Promise<boolean>;
}

/** The answer of the service to a file of this desk, once it is sure that it is all of it and of nobody else. */
export async function openAnswer(
  { enrolled, find, pause }: Opening,
  bytes: Uint8Array,
): Promise<Result<OpenAnswer, ParcelReason>> {
  if (bytes.length > PARCEL_LIMITS.answerBytes) return fail('too-large');
  const keys = enrolled.parcelKeys;
  if (keys === undefined) return fail('no-keys');
  const read = Sealed.read(bytes);
  if (!read.ok) return read;
  const { head } = read.value;
  if (head.service !== keys.sign) return fail('other-service');
  if (head.kind === 'ask') return fail('an-ask');
  if (!read.value.isSignedBy(keys.sign)) return fail('forged');
  const record = find(head.id);
  if (record === null) return fail(head.device === enrolled.status.device ? 'not-known' : 'other-desk');
  if (record.answerKey === null) return fail('taken-before');
  const key = sealingKey(record.answerKey);
  const pair = key === null ? null : { privateKey: record.answerKey, publicKey: rawPublicKey(key) };
  const content = pair === null ? null : read.value.open(pair);
  const pieces = content === null ? null : partsOf(content);
  if (pieces === null) return fail('damaged');
  const parts = (): Generator<OpenPart, ParcelReason | null> => readParts(pieces);
  // All of it, before anything of it is done.
  const all = parts();
  for (let next = all.next(); ; next = all.next()) {
    if (next.done === true) return next.value === null ? ok({ record, parts }) : fail(next.value);
    if (!(await pause())) return fail('not-read');
  }
}

/** Ends with the reason why the rest cannot be understood, or `null` at its end. */
function* readParts(pieces: readonly Uint8Array[]): Generator<OpenPart, ParcelReason | null> {
  for (let at = 0; at < pieces.length; at += 1) {
    const text = unpackText(pieces[at] ?? new Uint8Array());
    if (text === null) return 'not-understood';
    const part = readAnswerPart(text);
    if (!part.ok) return part.error === 'protocol-unknown' ? 'too-new' : 'not-understood';
    if (part.value.kind === 'image') at += 1;
    const bytes = pieces[at];
    if (bytes === undefined) return 'not-understood';
    yield { part: part.value, bytes };
  }
  return null;
}
