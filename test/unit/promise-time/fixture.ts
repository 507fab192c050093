import { readFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { promiseTimePolicySchema, type PromiseTimePolicy } from '../../../src-shared/domain/promise-time/policy.ts';
import {
  readPromiseTime,
  type AskReason,
  type EpochMs,
  type NoneReason,
  type PartKind,
  type Precision,
  type PromiseTimeContext,
  type Reading,
} from '../../../src-shared/domain/promise-time/read.ts';

/** Tables of wordings and their whole readings; local times of the fixture's zone instead of epoch ms, to be legible. */

export const zone = 'Asia/Shanghai';

export const policy: PromiseTimePolicy = promiseTimePolicySchema.parse(
  parse(readFileSync(new URL('./zh-cn.promise-time.yaml', import.meta.url), 'utf8')),
);

/** Epoch ms of `2026-06-10 10:00` in a zone. */
export function at(local: string, timeZone = zone): EpochMs {
  return Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).epochMilliseconds;
}

export function context(now: string, overrides: Partial<PromiseTimePolicy> = {}, timeZone = zone): PromiseTimeContext {
  return { now: at(now, timeZone), timeZone, policy: { ...policy, ...overrides } };
}

/** `parts` as `kind:text | kind:text`. */
export function time(due: string, precision: Precision, parts: string): Reading {
  return {
    kind: 'time',
    dueAt: at(due),
    precision,
    parts: parts.split(' | ').map((part) => {
      const colon = part.indexOf(':');
      return { kind: part.slice(0, colon) as PartKind, text: part.slice(colon + 1) };
    }),
  };
}

export function ask(reason: AskReason, fragment: string, ...candidates: readonly string[]): Reading {
  return { kind: 'ask', reason, candidates: candidates.map((candidate) => at(candidate)), fragment };
}

export function none(reason: NoneReason): Reading {
  return { kind: 'none', reason };
}

export type Case = readonly [text: string, reading: Reading];

/** One test per row, all read at the same moment. */
export function readsAt(now: string, cases: readonly Case[]): void {
  test.each(cases)('%s', (text, reading) => {
    expect(readPromiseTime(text, context(now))).toEqual(reading);
  });
}
