import type { ClockMeaning } from './meaning.ts';
import { minutesOfClock, type DayPart, type PromiseTimePolicy } from './policy.ts';

/** The clock times that words can mean, in minutes since midnight; 1440 and more is the next day. */
interface ClockReading {
  /** More than one: each is plausible. */
  readonly plausible: readonly number[];
  /** Also the implausible ones, offered when no plausible one is left. */
  readonly possible: readonly number[];
}

/** `undefined` when there is no such clock time, as 25:00 or 12:70. */
export function readClock(
  clock: ClockMeaning,
  part: DayPart | undefined,
  policy: PromiseTimePolicy,
): ClockReading | undefined {
  const { hour, minute } = clock;
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return undefined;
  const possible = possibleHours(clock).map((hours) => hours * 60 + minute);
  if (clock.face === 'am' || clock.face === 'pm') {
    return { plausible: part === undefined ? possible : possible.filter(inPart(part, policy)), possible };
  }
  if (part !== undefined) {
    const onBothFaces = facesOf(hour).map((hours) => hours * 60 + minute);
    return { plausible: onBothFaces.filter(inPart(part, policy)), possible: onBothFaces };
  }
  if (clock.face === 'full') return { plausible: possible, possible };
  const { from, to } = policy.plausibleHours;
  const plausible = possible.filter(isBetween(from, to));
  return { plausible: clock.face === 'digits' ? plausible.slice(0, 1) : plausible, possible };
}

function possibleHours({ hour, face }: ClockMeaning): readonly number[] {
  switch (face) {
    case 'am':
      return [hour % 12];
    case 'pm':
      return [(hour % 12) + 12];
    case 'full':
      return [hour];
    case 'bare':
    case 'digits':
      return hour === 12 ? [12, 24] : [hour, hour + 12];
  }
}

/** With a part of the day, 12 can be midnight at either end of the day, and 0 the midnight at its end. */
function facesOf(hour: number): readonly number[] {
  if (hour === 12) return [0, 12, 24];
  if (hour === 0) return [0, 24];
  return hour < 12 ? [hour, hour + 12] : [hour];
}

function inPart(part: DayPart, policy: PromiseTimePolicy): (minutes: number) => boolean {
  const { from, to } = policy.dayParts[part];
  return isBetween(from, to);
}

function isBetween(from: string, to: string): (minutes: number) => boolean {
  return (minutes) => minutes >= minutesOfClock(from) && minutes <= minutesOfClock(to);
}
