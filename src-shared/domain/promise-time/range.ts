import { isDay, namesTime, type Meaning, type Token } from './meaning.ts';

/** Ranges and alternatives leave out on one side what the other side says: 下午两点到四点, 3-5天, 25到27号. */

/** The side with its numbers and missing words filled in from the other side. Borrowed words have no text of their own. */
export function completed(side: readonly Token[], other: readonly Token[]): readonly Token[] {
  const model = other
    .map(({ meaning }) => meaning)
    .find((meaning) => meaning.kind !== 'number' && namesTime(meaning) && meaning.kind !== 'day-part');
  const own = side.map((token) => ({ ...token, meaning: filled(token.meaning, model, other) }));
  const has = (kinds: (meaning: Meaning) => boolean): boolean => own.some(({ meaning }) => kinds(meaning));
  const amount = has((meaning) => meaning.kind === 'amount');
  const otherAmount = other.some(({ meaning }) => meaning.kind === 'amount');
  const borrowed: Token[] = [];
  const borrow = (kinds: (meaning: Meaning) => boolean): void => {
    borrowed.push(...other.filter(({ meaning }) => kinds(meaning)).map(({ meaning }) => ({ text: '', meaning })));
  };
  if (!amount && !has(isDay)) borrow(isDay);
  const needsPart = own.some(
    ({ meaning }) => meaning.kind === 'clock' && (meaning.face === 'bare' || meaning.face === 'digits'),
  );
  if (needsPart && !has((meaning) => meaning.kind === 'day-part')) borrow((meaning) => meaning.kind === 'day-part');
  const clockSaid = has(
    (meaning) => meaning.kind === 'clock' || meaning.kind === 'day-part' || meaning.kind === 'closing',
  );
  if (!amount && !otherAmount && !clockSaid)
    borrow((meaning) => meaning.kind === 'clock' || meaning.kind === 'day-part' || meaning.kind === 'closing');
  return [...borrowed, ...own];
}

/** Without the parts of the day it borrowed: 上午十点到两点 ends in the afternoon. */
export function withoutBorrowedPart(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter(({ text, meaning }) => text !== '' || meaning.kind !== 'day-part');
}

/** A lone number takes the unit of the other side, a day its month or week. */
function filled(meaning: Meaning, model: Meaning | undefined, other: readonly Token[]): Meaning {
  if (meaning.kind === 'number') return model === undefined ? meaning : counted(meaning.value, model);
  if (meaning.kind === 'date' && meaning.month === undefined && meaning.monthOffset === undefined) {
    const date = other.map((token) => token.meaning).find((candidate) => candidate.kind === 'date');
    return date?.kind === 'date' ? { ...date, day: meaning.day } : meaning;
  }
  if (meaning.kind === 'weekday' && meaning.week === 'ahead') {
    const weekday = other.map((token) => token.meaning).find((candidate) => candidate.kind === 'weekday');
    return weekday?.kind === 'weekday' && typeof weekday.week === 'number'
      ? { ...meaning, week: weekday.week }
      : meaning;
  }
  return meaning;
}

function counted(value: number, model: Meaning): Meaning {
  switch (model.kind) {
    case 'clock':
      return {
        kind: 'clock',
        hour: value,
        minute: 0,
        face:
          value > 12 || value === 0 ? 'full' : model.face === 'full' || model.face === 'digits' ? 'bare' : model.face,
      };
    case 'amount':
      return { ...model, count: value };
    case 'date':
      return { ...model, day: value };
    case 'weekday':
      return value >= 1 && value <= 7 ? { ...model, weekday: value } : { kind: 'number', value };
    default:
      return { kind: 'number', value };
  }
}
