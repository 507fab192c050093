import { createHash, sign, verify, type KeyObject } from 'node:crypto';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { PARCEL_FORMAT, type ParcelHead } from '#shared/contract/sync.ts';
import { lockFor, unlock } from './cipher.ts';
import { framed, outsideOf, readFrame, type Frame, type FrameFault } from './frame.ts';
import { publicKeyOf, type SealingPair } from './keys.ts';

type Unsealed<Head> = Head extends ParcelHead ? Omit<Head, 'ephemeral'> : never;

export interface Sender {
  /** Ed25519. */
  readonly signs: KeyObject;
  /** X25519, of who is to read it. */
  readonly recipient: string;
}

/** A file that only its recipient can read, and that nobody else than its sender can have made; `null` when `recipient` is no key. */
export function seal(head: Unsealed<ParcelHead>, content: Uint8Array, { signs, recipient }: Sender): Buffer | null {
  const lock = lockFor(recipient, purposeOf(head.kind));
  if (lock === null) return null;
  const outside = outsideOf({ ...head, ephemeral: lock.ephemeral });
  const signed = framed(outside, lock.encrypt(content, outside));
  return Buffer.concat([signed, sign(null, textToSign(signed), signs)]);
}

/** A file as it lies there: what stands outside can be read, and nothing of it be trusted yet. */
export class Sealed {
  readonly head: ParcelHead;
  readonly #frame: Frame;

  private constructor(frame: Frame) {
    this.#frame = frame;
    this.head = frame.head;
  }

  static read(bytes: Uint8Array): Result<Sealed, FrameFault> {
    const frame = readFrame(bytes);
    return frame.ok ? ok(new Sealed(frame.value)) : fail(frame.error);
  }

  /** Whether the holder of this Ed25519 key has made it, and nobody changed it since. */
  isSignedBy(publicKey: string): boolean {
    const key = publicKeyOf('Ed25519', publicKey);
    return key !== null && verify(null, textToSign(this.#frame.signed), key, this.#frame.signature);
  }

  /** `null` when it is for another recipient, or was changed. */
  open(own: SealingPair): Buffer | null {
    const { outside, content, head } = this.#frame;
    return unlock({ outside, content, ephemeral: head.ephemeral }, own, purposeOf(head.kind));
  }
}

function purposeOf(kind: ParcelHead['kind']): string {
  return `zuoxi parcel ${String(PARCEL_FORMAT)} ${kind}`;
}

/** It names its purpose, so that a signature serves nothing else. */
function textToSign(signed: Uint8Array): Buffer {
  return Buffer.from(`zuoxi parcel ${String(PARCEL_FORMAT)}\n${createHash('sha256').update(signed).digest('hex')}`);
}
