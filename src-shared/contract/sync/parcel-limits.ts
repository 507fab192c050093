import { LIMITS } from './limits.ts';

/** The version of the file; whoever reads a later one says that it is too new. */
export const PARCEL_FORMAT = 1;

export const PARCEL_LIMITS = {
  /** A file for the service. A desk that has more to say writes what fits, and the rest after the answer. */
  askBytes: 32 * 1024 * 1024,
  /** All parts of it once decompressed. */
  askTextBytes: 128 * 1024 * 1024,
  /** An answer: the greatest image, and what follows it. */
  answerBytes: 272 * 1024 * 1024,
  /** The outside of a file, which is not encrypted. */
  headBytes: 4_096,
  parts: 20_000,
  /** One part once decompressed; as for a body of `POST /sync`, or a reply with one large commit. */
  partBytes: 2 * LIMITS.bodyBytes,
} as const;
