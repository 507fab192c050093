import { z } from 'zod';
import { countSchema, hashSchema, nameSchema } from './values.ts';
import { PROTOCOL } from './limits.ts';

/**
 * The version of what is in an image (`image-rows.ts`), also of what a declared field may hold: columns are copied without a look at each
 * value. A desk that speaks another one is given none, and pulls.
 */
export const IMAGE_FORMAT = 2;

export const IMAGE_LIMITS = {
  /** As it travels, compressed. */
  bytes: 256 * 1024 * 1024,
  /** Unpacked: a desk holds it in memory once. */
  fileBytes: 1024 * 1024 * 1024,
} as const;

/** `POST /images`: whether there is an image for a desk that has a stream up to `from`. */
export const imageRequestSchema = z.strictObject({
  protocol: z.literal(PROTOCOL),
  format: z.int(),
  stream: nameSchema,
  from: countSchema,
});

/** All rows of a stream as they were at `seq`. The bytes are at `GET /images/:sha256`, also in parts (`Range`). */
export const imageOfferSchema = z.strictObject({
  stream: nameSchema,
  /** The life of the service in which it was made; a desk of another one first follows the service there. */
  epoch: nameSchema,
  seq: z.int().min(1),
  /** Of the stream at `seq`, over what the image holds. */
  digest: z.strictObject({ high: countSchema, low: countSchema }),
  /** The latest reading of a clock in it: what a desk does from now on comes after. */
  latest: z.strictObject({ wall: z.int(), counter: countSchema }),
  rows: countSchema,
  bytes: z.int().min(1),
  fileBytes: z.int().min(1),
  /** Of the compressed bytes. */
  sha256: hashSchema,
});

/** `null`: pulling is the better way. */
export const imageReplySchema = z.strictObject({ image: imageOfferSchema.nullable() });

export type ImageRequest = z.infer<typeof imageRequestSchema>;
export type ImageOffer = z.infer<typeof imageOfferSchema>;
export type ImageReply = z.infer<typeof imageReplySchema>;
