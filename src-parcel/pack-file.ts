import { createHash, sign, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { PACK_FORMAT } from '#shared/domain/pack/schema.ts';
import { wildFault } from '#shared/domain/pack/shape.ts';
import { fingerprintText, PACK_FILE_BYTES } from '#shared/domain/pack/signed-file.ts';
import { publicKeyOf, rawPublicKey } from './keys.ts';

const headerSchema = z.object({
  zuoxi: z.literal('pack'),
  format: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/u),
  /** The 32 raw bytes of the public key, base64url. */
  key: z
    .string()
    .regex(/^[\w-]{43}$/u)
    .optional(),
  signature: z
    .string()
    .regex(/^[\w-]{86}$/u)
    .optional(),
});

type Header = z.infer<typeof headerSchema>;

export interface PackFile {
  /** Of the canonical JSON of the pack, by which the pack is named. */
  readonly sha256: string;
  readonly body: string;
  readonly raw: unknown;
  /** Who says that it is so; `null`: nobody. Not proven yet. */
  readonly signer: { readonly key: string; readonly signature: string } | null;
}

export type NoPackFile = 'too-large' | 'not-a-pack' | 'too-new' | 'damaged';

/** A pack as it is published: one line that says whose it is, one line of canonical JSON. The same pack has the same bytes. */
export function writePackFile(body: string, privateKey: KeyObject | null): Uint8Array {
  const sha256 = hashBody(body);
  const header: Header = { zuoxi: 'pack', format: PACK_FORMAT, sha256 };
  const signed =
    privateKey === null
      ? header
      : {
          ...header,
          key: rawPublicKey(privateKey),
          signature: sign(null, signedBytes(sha256), privateKey).toString('base64url'),
        };
  return new TextEncoder().encode(`${JSON.stringify(signed)}\n${body}\n`);
}

/** Reads it as far as it can be read without believing anybody: that it is whole, and of a format that is known here. */
export function readPackFile(bytes: Uint8Array): Result<PackFile, NoPackFile> {
  if (bytes.length > PACK_FILE_BYTES) return fail('too-large');
  const text = textOf(bytes);
  if (text === null) return fail('not-a-pack');
  const [first = '', body = '', end, ...more] = text.split('\n', 4);
  const read = headerSchema.safeParse(jsonOf(first));
  if (!read.success) return fail('not-a-pack');
  const { format, sha256, key, signature } = read.data;
  if (format > PACK_FORMAT) return fail('too-new');
  if (end !== '' || more.length > 0 || hashBody(body) !== sha256) return fail('damaged');
  const raw = jsonOf(body);
  // A text that says a name twice, or in another order, is not what was meant to be signed.
  if (wildFault(raw) === null && canonicalJson(raw) !== body) return fail('damaged');
  const signer = key === undefined || signature === undefined ? null : { key, signature };
  return ok({ sha256, body, raw, signer });
}

/** Who has signed it, if that is one of those. */
export function signerOf(
  { sha256, signer }: PackFile,
  trusted: readonly string[],
): Result<string, 'not-signed' | 'unknown-signer' | 'forged'> {
  if (signer === null) return fail('not-signed');
  const key = publicKeyOf('Ed25519', signer.key);
  const holds = key !== null && verify(null, signedBytes(sha256), key, Buffer.from(signer.signature, 'base64url'));
  if (!holds) return fail('forged');
  return trusted.includes(signer.key) ? ok(signer.key) : fail('unknown-signer');
}

/** The name of a pack: SHA-256 over its canonical JSON. */
export function hashBody(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

/** What people compare before they trust a key. */
export function fingerprintOf(key: string): string {
  return fingerprintText(createHash('sha256').update(Buffer.from(key, 'base64url')).digest('hex'));
}

/** A signature of something else is none of a pack. */
function signedBytes(sha256: string): Uint8Array {
  return new TextEncoder().encode(`zuoxi script pack, signed content\n${sha256}\n`);
}

/** Exactly these bytes: neither a mark before them nor anything that is no UTF-8 is passed over, or two files would have one hash. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
