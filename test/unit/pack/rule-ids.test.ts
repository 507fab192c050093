import { expect, it } from 'vitest';
import { rawPack } from './desk.ts';

/** How many rules of the trade each chapter has, numbered from 1. */
const CHAPTERS: Readonly<Record<string, number>> = {
  ...{ SCN: 5, STG: 7, ANS: 9, LST: 5, SAY: 6, HOLD: 5, CB: 6, SLA: 5, CLO: 3, SIT: 11, OUT: 3, EMO: 6 },
  ...{ SUG: 2, CARE: 1, AFT: 1, SELL: 1, WRD: 6, REM: 2, ESC: 1, REC: 3, PRV: 1, QA: 2 },
};
const RULES = Object.entries(CHAPTERS).flatMap(([chapter, count]) =>
  Array.from({ length: count }, (_, index) => `R-${chapter}-${String(index + 1)}`),
);

/** Every item of a pack that names rules, with them. */
function namedIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    name === 'rules' && Array.isArray(item) ? item.map(String) : namedIn(item),
  );
}

it('each rule of the trade is carried out by something in the default pack, and no other rule is named', () => {
  expect(new Set(namedIn(rawPack()))).toEqual(new Set(RULES));
});
