import type { EpochMs } from '#shared/base/clock.ts';
import type { DeviceId } from '#shared/base/ids.ts';
import type { Sqlite } from '../database/open.ts';

/** No letter or digit that is mistaken for another when it is read out (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Until a desk is enrolled with a central service it belongs to no branch. */
const NO_BRANCH = '00';

/**
 * A number for people, given without asking anybody and all but surely unique: branch, desk, day, counter
 * (`00-7QF3K-261121-0042`). The desk's part is 25 bits of its device id: among 500 desks two are alike once in 270 companies.
 * Two cases that have one number after all are told apart by their ids.
 */
export function caseNumber(database: Sqlite, device: DeviceId, now: EpochMs): string {
  const today = new Date(now);
  const day = [today.getFullYear() % 100, today.getMonth() + 1, today.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('');
  const prefix = `${NO_BRANCH}-${deskCode(device)}-${day}-`;
  const last = (order: string): string =>
    database
      .prepare<[string, string], string>(
        `SELECT number FROM service_case WHERE number > ? AND number < ? ORDER BY ${order} LIMIT 1`,
      )
      .pluck()
      .get(prefix, `${prefix}~`) ?? prefix;
  // As texts, 9999 is the greatest: only then can there be longer ones, and all of the day have to be looked at.
  let counter = Number(last('number DESC').slice(prefix.length));
  if (counter === 9_999) counter = Number(last('length(number) DESC, number DESC').slice(prefix.length));
  return `${prefix}${String(counter + 1).padStart(4, '0')}`;
}

/** From the end of the id, which is random in every kind of UUID: one that sorts by time begins alike for many minutes. */
function deskCode(device: DeviceId): string {
  let bits = Number.parseInt(device.slice(-7), 16);
  let code = '';
  while (code.length < 5) {
    code += ALPHABET[bits % 32] ?? '';
    bits = Math.floor(bits / 32);
  }
  return code;
}
