import { z } from 'zod';
import type { Values } from '../../domain/sync/op.ts';
import { LIMITS } from './limits.ts';

/** A name that machines gave: no control characters, no half of a surrogate pair, so that every database can hold it. */
export const nameSchema = z.string().min(1).max(300).refine(isName, 'not a name');
/** Names of conflicts are made of an op's name and a field's. */
export const fieldNameSchema = z.string().min(1).max(200).refine(isName, 'not a name');

export const countSchema = z.int().min(0);
export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/u);

/** Field values as parsed from JSON; which ones an entity allows is the declaration's affair, and never a reason to refuse. */
export const valuesSchema = z.custom<Values>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).every((name) => fieldNameSchema.safeParse(name).success) &&
    shallow(value, LIMITS.depth),
  'not a map of values',
);

/** A map of stream names to numbers. */
export const headsSchema = z
  .record(nameSchema, countSchema)
  .refine((heads) => Object.keys(heads).length <= LIMITS.streams, 'too many streams');

function isName(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text);
}

function shallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((member) => shallow(member, depth - 1));
}
