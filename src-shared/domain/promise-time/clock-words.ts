import { readClock } from './clocks.ts';
import { meaningsOf, stretch, type AmountMeaning, type Meaning, type Token } from './meaning.ts';
import type { Present } from './moment.ts';
import { limitsOf } from './named-days.ts';
import { minutesOfClock, type DayPart } from './policy.ts';
import type { AskReason, Precision } from './reading.ts';

export function isClock(meaning: Meaning): boolean {
  return meaning.kind === 'clock' || meaning.kind === 'day-part' || meaning.kind === 'closing';
}

export interface ClockWords {
  readonly plausible: readonly number[];
  readonly possible: readonly number[];
  readonly precision: Precision;
  readonly closing: boolean;
  /** Where a part of the day without a clock time ends, in minutes. */
  readonly partEnds: number | undefined;
  readonly doubt: AskReason | undefined;
  readonly fragment: string;
}

const startIsALimit: readonly DayPart[] = ['afternoon', 'dusk', 'evening', 'night'];

/** The clock time said, or the policy's for the part of the day, the closing time or the date. */
export function readClockWords(
  tokens: readonly Token[],
  amounts: readonly AmountMeaning[],
  { policy }: Present,
): ClockWords {
  const { defaultClock, dayParts } = policy;
  const words = { closing: false, partEnds: undefined, doubt: undefined, fragment: stretch(tokens, isClock) };
  const parts = [...new Set(meaningsOf(tokens, 'day-part').map(({ part }) => part))];
  const [part, otherPart] = parts;
  const clocks = meaningsOf(tokens, 'clock');
  const closing = meaningsOf(tokens, 'closing').length > 0;
  const closingMinutes = minutesOfClock(defaultClock.closing);

  if (otherPart !== undefined) {
    const minutes = parts.flatMap((name) => dayParts[name].due ?? []).map(minutesOfClock);
    return { ...words, plausible: minutes, possible: minutes, precision: 'day-part', doubt: 'contradiction' };
  }
  if (clocks.length > 0) {
    const readings = clocks.map((clock) => readClock(clock, part, policy));
    const known = readings.filter((reading) => reading !== undefined);
    if (known.length < readings.length)
      return { ...words, plausible: [], possible: [], precision: 'minute', doubt: 'no-such-clock' };
    if (closing) known.push({ plausible: [closingMinutes], possible: [closingMinutes] });
    const possible = known.flatMap((reading) => reading.possible);
    const agreed = (known[0]?.plausible ?? []).filter((minutes) =>
      known.every((reading) => reading.plausible.includes(minutes)),
    );
    if (agreed.length > 0) return { ...words, plausible: agreed, possible, precision: 'minute' };
    const afterMidnight =
      part === 'evening' || part === 'night' ? clocks.map((clock) => (24 + clock.hour) * 60 + clock.minute) : [];
    const single = known.length === 1 && part === undefined;
    return {
      ...words,
      plausible: [],
      possible: [...possible, ...afterMidnight],
      precision: 'minute',
      doubt: single ? 'two-readings' : 'contradiction',
    };
  }
  if (closing) {
    const fits =
      part === undefined || (defaultClock.closing >= dayParts[part].from && defaultClock.closing <= dayParts[part].to);
    const minutes = [closingMinutes];
    return {
      ...words,
      closing,
      plausible: minutes,
      possible: minutes,
      precision: 'day-part',
      doubt: fits ? undefined : 'contradiction',
    };
  }
  if (part !== undefined) {
    const { from, to, due } = dayParts[part];
    if (due === null) {
      const end = [minutesOfClock(to)];
      return { ...words, plausible: end, possible: end, precision: 'day-part', doubt: 'clock-missing' };
    }
    const beforeIt = limitsOf(tokens).before && startIsALimit.includes(part);
    const minutes = (beforeIt ? [from, due] : [due]).map(minutesOfClock);
    return { ...words, plausible: minutes, possible: minutes, precision: 'day-part', partEnds: minutesOfClock(to) };
  }
  const working = amounts.some(({ unit }) => unit === 'workday') || meaningsOf(tokens, 'next-workday').length > 0;
  const minutes = [minutesOfClock(working ? defaultClock.workingDays : defaultClock.date)];
  return { ...words, plausible: minutes, possible: minutes, precision: 'day' };
}
