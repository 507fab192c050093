import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceId } from '#shared/base/ids.ts';
import { caseNumber } from '#core/cases/case-number.ts';
import { TestDesk } from '#kit/desk.ts';

const DEVICE = '6f1c2a34-0000-4000-8000-000000000001' as DeviceId;

let desk: TestDesk;
beforeEach(() => {
  desk = new TestDesk();
});
afterEach(() => desk.dispose());

function taken(number: string): void {
  desk.database.exec(`
    INSERT INTO customer (id, surname, surname_declined, title, phone, created_at)
      VALUES ('${number}', '', 0, '', '', 0);
    INSERT INTO service_case VALUES ('${number}', '${number}', '${number}', NULL, '{}', 'open', '', '', 0, 0);`);
}

/** Noon of a day by the clock on the wall of this machine. */
const noon = (day: number): number => new Date(2026, 10, day, 12).getTime();
const next = (day = 21, device = DEVICE): string => caseNumber(desk.database, device, noon(day));

test('a case number has branch, desk, day and a counter that begins anew each day', () => {
  expect(next()).toMatch(/^00-[0-9A-HJKMNP-TV-Z]{5}-261121-0001$/);
  taken(next());
  expect(next()).toMatch(/-261121-0002$/);
  expect(next(22)).toMatch(/-261122-0001$/);
});

test('desks have parts of their own', () => {
  const other = '6f1c2a34-0000-4000-8000-000000000002' as DeviceId;
  expect(next(21, other).slice(3, 8)).not.toBe(next().slice(3, 8));
});

test('also desks that joined a service in the same minute', () => {
  const joined = Array.from({ length: 20 }, (_, at) => v7({ msecs: noon(21) + at }) as DeviceId);
  expect(new Set(joined.map((device) => next(21, device).slice(3, 8))).size).toBe(20);
});

test('the ten-thousandth case of a day is not the last', () => {
  taken(next().replace(/\d{4}$/, '9999'));
  taken(next());
  expect(next()).toMatch(/-261121-10001$/);
});

test('a clock that goes back to an earlier day goes on where that day ended', () => {
  taken(next(21));
  taken(next(22));
  expect(next(21)).toMatch(/-261121-0002$/);
});
