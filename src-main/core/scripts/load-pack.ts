import { canonicalJson } from '#shared/base/canonical-json.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { PackFault } from '#shared/domain/pack/fault.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { readPack } from '#shared/domain/pack/validate.ts';
import { hashBody } from '#parcel/pack-file.ts';
import { readWithBase } from './pack-base.ts';

export interface LoadedPack {
  /** SHA-256 of the canonical JSON: the same content has the same name everywhere. */
  readonly hash: string;
  readonly pack: Pack;
  /** As it was published: what was named by the hash, also when a newer program reads more out of it. */
  readonly body?: string;
  /** The key with which it was signed; of those that come with the program nobody asks. */
  readonly signer?: string;
}

type Loaded = Result<LoadedPack, readonly PackFault[]>;

/** Reads a pack from its sources, a file or a folder, or from a file that was built of them, and checks all of it. */
export function loadPack(path: string): Loaded {
  const whole = readWithBase(path);
  if (!whole.ok) return whole;
  const pack = readPack(whole.value.raw);
  return pack.ok ? ok({ hash: hashPack(pack.value), pack: pack.value }) : pack;
}

/** The name of a pack: SHA-256 over its canonical JSON. */
export function hashPack(pack: Pack): string {
  return hashBody(canonicalJson(pack));
}
