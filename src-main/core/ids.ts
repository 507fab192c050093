import { v7 } from 'uuid';
import type { EpochMs } from '#shared/base/clock.ts';
import type { Id } from '#shared/base/ids.ts';

/** A new id that sorts by `now` (UUIDv7, RFC 9562). */
export function newId<Kind extends string>(now: EpochMs): Id<Kind> {
  return v7({ msecs: Math.max(0, now) }) as Id<Kind>;
}
