import { z } from 'zod';
import { fail, ok, type Result } from '../../base/result.ts';
import type { Carried } from '../../domain/sync/service/carried.ts';
import { readReply, writeReply } from './exchange.ts';
import { publicKeySchema } from './identity.ts';
import { imageOfferSchema, type ImageOffer } from './image.ts';
import { LIMITS } from './limits.ts';
import { countSchema, nameSchema } from './values.ts';

const headSchema = z.object({
  /** Names the file that a desk wrote; the answer to it has the same. */
  id: z.string().regex(/^[\w-]{22}$/u),
  device: nameSchema,
  /** Which service it is for, or of: the public key that it signs with. */
  service: publicKeySchema,
  /** X25519, made for this file alone. */
  ephemeral: publicKeySchema,
});

/** Outside on each file, in the clear and signed: names and public keys, nothing of anybody. */
export const parcelHeadSchema = z.discriminatedUnion('kind', [
  headSchema.extend({
    kind: z.literal('ask'),
    /** X25519, made for the answer to this file alone. */
    answerTo: publicKeySchema,
  }),
  headSchema.extend({ kind: z.literal('answer') }),
]);

export type ParcelHead = z.infer<typeof parcelHeadSchema>;

/** The first part of a file for the service; the others are each what `POST /sync` takes. */
export const parcelPapersSchema = z.object({
  /** As for `/token`: the service may have been restored from a backup. */
  certificate: z.string().min(1).max(4_000),
  /** Which images this desk can take in (`IMAGE_FORMAT`). */
  imageFormat: z.int(),
});

/** `["exchange", device, epoch, acknowledged, pushed to, rows told of]`, and in the line below the reply as `POST /sync` gives it. */
const askedSchema = z.tuple([
  z.literal('exchange'),
  nameSchema,
  nameSchema.nullable(),
  countSchema,
  countSchema.nullable(),
  z.array(z.tuple([nameSchema, nameSchema])).max(LIMITS.testimony),
]);

/** `["image", offer]`; its bytes are the next part. */
const imageStepSchema = z.tuple([z.literal('image'), imageOfferSchema]);

/** A part of an answer. */
export type AnswerPart = Carried<ImageOffer>;

export function writeAnswerPart(part: AnswerPart): string {
  if (part.kind === 'image') return JSON.stringify([part.kind, part.image]);
  const { device, epoch, acknowledged, push, testimony } = part.asked;
  const told = testimony.map(({ entity, id }) => [entity, id]);
  const asked = [part.kind, device, epoch, acknowledged, push?.ops.at(-1)?.seq ?? null, told];
  return `${JSON.stringify(asked)}\n${writeReply(part.reply)}`;
}

export function readAnswerPart(text: string): Result<AnswerPart, 'malformed-request' | 'protocol-unknown'> {
  const [line = '', reply] = text.split('\n', 2);
  const head = parsed(line);
  if (reply === undefined) {
    const image = imageStepSchema.safeParse(head);
    return image.success ? ok({ kind: 'image', image: image.data[1] }) : fail('malformed-request');
  }
  const asked = askedSchema.safeParse(head);
  if (!asked.success) return fail('malformed-request');
  const [kind, device, epoch, acknowledged, last, told] = asked.data;
  const read = readReply(reply);
  if (!read.ok) return read;
  const push = last === null ? null : { ops: [{ seq: last }] };
  const testimony = told.map(([entity, id]) => ({ entity, id }));
  return ok({ kind, asked: { device, epoch, acknowledged, push, testimony }, reply: read.value });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
