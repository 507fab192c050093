import { z } from 'zod';
import { PROTOCOL } from './limits.ts';
import { nameSchema } from './values.ts';

/** Who is on a case right now. It is told, never recorded: it is in no op, no log and no stream, and ends by itself. */
export const PRESENCE = {
  /** A desk that is not heard of for so long is nowhere, in milliseconds. */
  life: 45_000,
  /** So often a desk says where it is. */
  renew: 15_000,
  /** At most so many cases of one desk; of one case so many names are told, and how many there are. */
  cases: 20,
  names: 8,
  /** A case number is a UUID; nothing longer is kept of anybody. */
  idLength: 64,
} as const;

const caseIdSchema = nameSchema.max(PRESENCE.idLength);
const personSchema = nameSchema.max(60);

/** `POST /presence`: where this desk is, all of it; what is not named is left. */
export const presenceRequestSchema = z.strictObject({
  protocol: z.literal(PROTOCOL),
  name: personSchema,
  cases: z.array(caseIdSchema).max(PRESENCE.cases),
});

/** The cases of the asking desk on which others are, and those others; the first came first. */
export const othersSchema = z
  .array(z.object({ case: caseIdSchema, names: z.array(personSchema).min(1), count: z.int().min(1) }))
  .max(PRESENCE.cases);

/** Also the data of the event `presence` of `GET /live`: told whenever it has changed. */
export const presenceReplySchema = z.object({ others: othersSchema });

export type PresenceRequest = z.infer<typeof presenceRequestSchema>;
export type Others = z.infer<typeof othersSchema>;
export type PresenceReply = z.infer<typeof presenceReplySchema>;

/** `null` when it is not understood. */
export function readOthers(text: string): Others | null {
  try {
    const read = presenceReplySchema.safeParse(JSON.parse(text));
    return read.success ? read.data.others : null;
  } catch {
    return null;
  }
}
