import type { EpochMs } from '#shared/base/clock.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import type { ReadTime } from '#shared/contract/rpc.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { readPromiseTime } from '#shared/domain/promise-time/read.ts';

/** Reads a time in words by the rules of the pack (R-CB-6). */
export function readTime(words: string, pack: Pack, now: EpochMs, timeZone: string): ReadTime {
  const reading = readPromiseTime(words, { now, timeZone, policy: pack.promiseTime });
  switch (reading.kind) {
    case 'time':
      return { kind: 'time', dueAt: reading.dueAt };
    case 'ask':
      return { kind: 'ask', reason: reading.reason, candidates: reading.candidates, fragment: reading.fragment };
    case 'none':
      return { kind: 'none', reason: reading.reason };
  }
}

/** The one moment that the words name, or why there is none: a promise is never made of a guess. */
export function requireTime(words: string, pack: Pack, now: EpochMs, timeZone: string): Result<EpochMs, Failure> {
  const read = readTime(words, pack, now, timeZone);
  switch (read.kind) {
    case 'time':
      return ok(read.dueAt);
    case 'ask':
      return failure(read.candidates.length > 0 ? 'time-ambiguous' : 'time-not-understood', { reason: read.reason });
    case 'none':
      return failure('no-time-named', { reason: read.reason });
  }
}
