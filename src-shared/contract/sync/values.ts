import { z } from 'zod';
import type { Values } from '../../domain/sync/op.ts';
import { LIMITS } from './limits.ts';

/** A name that machines gave: no control characters, no half of a surrogate pair, so that every database can hold it. */
export const nameSchema = z.string().min(1).max(LIMITS.name).refine(isPlain, 'not a name');
export const fieldNameSchema = z.string().min(1).max(LIMITS.fieldName).refine(isPlain, 'not a name');

export const countSchema = z.int().min(0);
export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/u);

// Ops, entries and their stamps come by the thousand: what is in each of them is told by plain functions, which take a tenth of the
// time of the schemas above and say the same.

export function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= LIMITS.name && isPlain(value);
}

export function isFieldName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= LIMITS.fieldName && isPlain(value);
}

export function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

export function isCount(value: unknown): value is number {
  return isInteger(value) && value >= 0;
}

export function isListOf<T>(value: unknown, isOne: (each: unknown) => each is T): value is readonly T[] {
  return Array.isArray(value) && value.every(isOne);
}

/** Field values as parsed from JSON; which ones an entity allows is the declaration's affair, and never a reason to refuse. */
export function isValues(value: unknown): value is Values {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).every(isFieldName) &&
    isShallow(value, LIMITS.depth)
  );
}

/** A map of stream names to numbers. */
export const headsSchema = z
  .record(nameSchema, countSchema)
  .refine((heads) => Object.keys(heads).length <= LIMITS.streams, 'too many streams');

function isPlain(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text);
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((member) => isShallow(member, depth - 1));
}
