import { fail, ok, type Result } from '#shared/base/result.ts';
import { PARCEL_FORMAT, PARCEL_LIMITS, parcelHeadSchema, type ParcelHead } from '#shared/contract/sync.ts';
import { TAG_BYTES } from './cipher.ts';

/**
 * A file: `zuoxi parcel`, its format as one byte, the length of its head, the head, the length of its content, the content (encrypted,
 * with its tag at the end), an Ed25519 signature over all that. Lengths are 32 bits, the greatest first.
 */
const MAGIC = Buffer.from('zuoxi parcel');
const SIGNATURE_BYTES = 64;
const START = MAGIC.length + 1;

/** Why a file is none that can be read here. */
export type FrameFault = 'not-a-parcel' | 'incomplete' | 'damaged' | 'too-new';

export interface Frame {
  readonly head: ParcelHead;
  /** From the beginning to the end of the head. */
  readonly outside: Uint8Array;
  readonly content: Uint8Array;
  /** What was signed. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

export function outsideOf(head: ParcelHead): Buffer {
  const text = Buffer.from(JSON.stringify(head));
  return Buffer.concat([MAGIC, Buffer.of(PARCEL_FORMAT), lengthOf(text.length), text]);
}

export function framed(outside: Uint8Array, content: Uint8Array): Buffer {
  return Buffer.concat([outside, lengthOf(content.length), content]);
}

/** Of what was read of a file; nothing of it is known to be true before its signature was checked. */
export function readFrame(bytes: Uint8Array): Result<Frame, FrameFault> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begins = file.subarray(0, MAGIC.length);
  if (begins.length === 0 || !begins.equals(MAGIC.subarray(0, begins.length))) return fail('not-a-parcel');
  if (file.length < START + 4) return fail('incomplete');
  if ((file[MAGIC.length] ?? 0) > PARCEL_FORMAT) return fail('too-new');
  const headEnd = START + 4 + file.readUInt32BE(START);
  if (headEnd - START - 4 > PARCEL_LIMITS.headBytes) return fail('damaged');
  if (file.length < headEnd + 4) return fail('incomplete');
  const head = headOf(file.subarray(START + 4, headEnd));
  if (head === null) return fail('damaged');
  const end = headEnd + 4 + file.readUInt32BE(headEnd);
  if (file.length < end + SIGNATURE_BYTES) return fail('incomplete');
  const content = file.subarray(headEnd + 4, end);
  if (file.length > end + SIGNATURE_BYTES || content.length < TAG_BYTES) return fail('damaged');
  const [signed, signature] = [file.subarray(0, end), file.subarray(end)];
  return ok({ head, outside: file.subarray(0, headEnd), content, signed, signature });
}

/** Whether a file begins as one of these: it may then be replaced by another. */
export function looksLikeParcel(bytes: Uint8Array): boolean {
  return MAGIC.equals(bytes.subarray(0, MAGIC.length));
}

function headOf(bytes: Uint8Array): ParcelHead | null {
  try {
    const read = parcelHeadSchema.safeParse(JSON.parse(Buffer.from(bytes).toString()));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

function lengthOf(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}
