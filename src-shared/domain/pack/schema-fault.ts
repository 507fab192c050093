import type { z } from 'zod';
import { isPackFaultCode, type PackFault } from './fault.ts';

type Issue = z.core.$ZodIssue;
type Told = Omit<PackFault, 'path'>;

/** What the schema found, as a fault. A rule of our own gives its code as its message. */
export function schemaFault(issue: Issue, raw: unknown): PackFault {
  return { path: issue.path.map(String).join('.'), ...tellIssue(issue, raw) };
}

function tellIssue(issue: Issue, raw: unknown): Told {
  switch (issue.code) {
    case 'invalid_type':
      return isThere(raw, issue.path) ? { code: 'wrong-type', facts: { type: issue.expected } } : { code: 'missing' };
    case 'invalid_value':
      return isThere(raw, issue.path)
        ? { code: 'not-one-of', facts: { values: issue.values.map(String).join(', ') } }
        : { code: 'missing' };
    case 'unrecognized_keys':
      return { code: 'unknown-key', facts: { keys: issue.keys.join(', ') } };
    case 'too_small':
      return { code: smallOf(issue.origin), facts: { limit: Number(issue.minimum) } };
    case 'too_big':
      return { code: largeOf(issue.origin), facts: { limit: Number(issue.maximum) } };
    case 'invalid_key': {
      const [first] = issue.issues;
      return first === undefined ? { code: 'not-valid' } : tellIssue(first, raw);
    }
    case 'invalid_format':
      return { code: isPackFaultCode(issue.message) ? issue.message : 'form-other' };
    default:
      return { code: isPackFaultCode(issue.message) ? issue.message : 'not-valid' };
  }
}

function smallOf(origin: string): 'too-short' | 'too-few' | 'too-small' {
  if (origin === 'string') return 'too-short';
  return origin === 'array' ? 'too-few' : 'too-small';
}

function largeOf(origin: string): 'too-long' | 'too-many' | 'too-large' {
  if (origin === 'string') return 'too-long';
  return origin === 'array' ? 'too-many' : 'too-large';
}

function isThere(raw: unknown, path: readonly PropertyKey[]): boolean {
  let value = raw;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return false;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[step];
  }
  return value !== undefined;
}
