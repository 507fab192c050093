import { z } from 'zod';
import { PROTOCOL } from './limits.ts';
import { nameSchema } from './values.ts';

const base64url = (bytes: number): z.ZodString =>
  z
    .string()
    .length(Math.ceil((bytes * 4) / 3))
    .regex(/^[\w-]+$/u);

/** The 32 raw bytes of an Ed25519 or X25519 public key; the private half never leaves its machine. */
export const publicKeySchema = base64url(32);
const signatureSchema = base64url(64);
const challengeSchema = base64url(32);

export const roleSchema = z.enum(['agent', 'lead', 'supervisor', 'admin']);
export const grantsSchema = z.record(nameSchema, z.enum(['read', 'write']));

/** `POST /enrol`: a one-time code registers a key that was made on the desk. */
export const enrolRequestSchema = z.strictObject({
  protocol: z.literal(PROTOCOL),
  /** As the administrator read it out: `XXXX-XXXX-XXXX`; case, blanks and hyphens do not matter. */
  code: z.string().min(1).max(40),
  publicKey: publicKeySchema,
  /** What the administrator sees in the list of devices, such as "front desk 3". */
  label: z.string().max(100).optional(),
});

export const enrolReplySchema = z.strictObject({
  device: nameSchema,
  company: z.string().max(200),
  branch: nameSchema,
  role: roleSchema,
  /** Where new rows of this desk go. */
  home: nameSchema,
  /** The streams that it may read, and whether it may write there too. */
  grants: grantsSchema,
  /** Proof of this enrolment for a service that was restored from a backup older than it. Kept by the desk, told to `/token`. */
  certificate: z.string().min(1).max(4_000),
});

/** `GET /parcel-keys`: what a desk has to know of its service before it can write files for it. */
export const parcelKeysSchema = z.object({
  /** Ed25519: the service signs its answers with the other half. */
  sign: publicKeySchema,
  /** X25519: what desks write is encrypted for it. */
  seal: publicKeySchema,
});

/** `POST /challenge`: something to sign, valid once and for a minute. */
export const challengeRequestSchema = z.strictObject({ protocol: z.literal(PROTOCOL), device: nameSchema });
export const challengeReplySchema = z.strictObject({ challenge: challengeSchema, expiresAt: z.int() });

/** `POST /token`: the signature over `tokenText` for a token of fifteen minutes. */
export const tokenRequestSchema = z.strictObject({
  protocol: z.literal(PROTOCOL),
  device: nameSchema,
  challenge: challengeSchema,
  signature: signatureSchema,
  /** Given after `unknown-device`: the service may have been restored from a backup. */
  certificate: z.string().min(1).max(4_000).optional(),
});

export const tokenReplySchema = z.strictObject({
  /** Goes into `Authorization: Bearer …`. */
  token: z.string().min(1).max(1_000),
  /** By the service's clock, which says `now`. */
  expiresAt: z.int(),
  now: z.int(),
});

/**
 * `POST /renew`: a new name for a desk whose past the service knows otherwise (its disk was copied, or put back). The key of the
 * old name signs `renewText`; the old name goes on serving whoever else has it.
 */
export const renewRequestSchema = z.strictObject({
  protocol: z.literal(PROTOCOL),
  device: nameSchema,
  challenge: challengeSchema,
  publicKey: publicKeySchema,
  signature: signatureSchema,
});

export type EnrolRequest = z.infer<typeof enrolRequestSchema>;
export type EnrolReply = z.infer<typeof enrolReplySchema>;
export type ParcelKeys = z.infer<typeof parcelKeysSchema>;
export type ChallengeReply = z.infer<typeof challengeReplySchema>;
export type TokenReply = z.infer<typeof tokenReplySchema>;

/** What a desk signs to get a token. It names its purpose, so that a signature serves nothing else. */
export function tokenText(device: string, challenge: string): string {
  return `zuoxi token ${String(PROTOCOL)}\n${device}\n${challenge}`;
}

/** What a desk signs with its old key to get a new name. */
export function renewText(device: string, challenge: string, publicKey: string): string {
  return `zuoxi renew ${String(PROTOCOL)}\n${device}\n${challenge}\n${publicKey}`;
}
