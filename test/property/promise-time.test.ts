import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { cutIntoWords } from '../../src-shared/domain/promise-time/lexicon.ts';
import { normalise } from '../../src-shared/domain/promise-time/normalise.ts';
import { promiseTimePolicySchema } from '../../src-shared/domain/promise-time/policy.ts';
import { readPromiseTime, type PromiseTimeContext, type Reading } from '../../src-shared/domain/promise-time/read.ts';

const policy = promiseTimePolicySchema.parse(
  parse(readFileSync(new URL('../unit/promise-time/zh-cn.promise-time.yaml', import.meta.url), 'utf8')),
);
const zones = Intl.supportedValuesOf('timeZone');

const now = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2090, 0, 1) });
const context: fc.Arbitrary<PromiseTimeContext> = fc.record({
  now,
  timeZone: fc.constantFrom(...zones),
  policy: fc.constant(policy),
});

/** Words of the grammar, which in any order come closer to breaking it than random characters. */
const words = [
  ...[
    '今天',
    '明天',
    '后天',
    '大后天',
    '今晚',
    '明早',
    '周五',
    '本周三',
    '下周一',
    '这周',
    '下周',
    '月底',
    '下个月3号',
    '25号',
  ],
  ...[
    '11月25日',
    '2月30日',
    '11/25',
    '11.25',
    '年底',
    '节',
    '国庆',
    '上午',
    '下午',
    '凌晨',
    '晚上',
    '三点',
    '九点半',
    '15:30',
  ],
  ...[
    '9:30',
    '24点',
    '25:00',
    '0点',
    '下班',
    '半小时',
    '40分钟',
    '3天',
    '两周',
    '一个月',
    '三个工作日',
    '1.5小时',
    '9999天',
    '十来分钟',
  ],
  ...[
    '两三天',
    '过两天',
    '周末',
    '尽快',
    '前',
    '之前',
    '内',
    '以后',
    '到',
    '-',
    '~',
    '或',
    '大概',
    '左右',
    '的',
    ',',
    ' ',
    '3',
    '十五',
  ],
  ...[
    'tomorrow',
    ' 3pm',
    ' friday',
    ' next monday',
    ' in ',
    ' 2 hours',
    ' to ',
    ' between ',
    ' and ',
    ' after ',
    ' midnight',
    '龘',
    'zz',
  ],
];
const phrase = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 7 }).map((parts) => parts.join(''));
const anything = fc.oneof(
  phrase,
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

function momentsOf(reading: Reading): readonly number[] {
  return reading.kind === 'time' ? [reading.dueAt] : reading.kind === 'ask' ? reading.candidates : [];
}

describe('any text', () => {
  test('is answered, with moments ahead, ascending, at most four', () => {
    fc.assert(
      fc.property(anything, context, (text, at) => {
        const moments = momentsOf(readPromiseTime(text, at));
        expect(moments.every((moment) => Number.isInteger(moment) && moment > at.now)).toBe(true);
        expect([...new Set(moments)].sort((one, other) => one - other)).toEqual(moments);
        expect(moments.length).toBeLessThanOrEqual(4);
      }),
      { numRuns: 3_000 },
    );
  });

  test('is read the same way twice', () => {
    fc.assert(
      fc.property(anything, context, (text, at) => {
        expect(readPromiseTime(text, at)).toEqual(readPromiseTime(text, at));
      }),
      { numRuns: 300 },
    );
  });

  test('is cut into words without losing a character', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const normalised = normalise(text);
        if (normalised.kind !== 'text') return;
        expect(
          cutIntoWords(normalised.text, policy)
            .map((token) => token.text)
            .join(''),
        ).toBe(normalised.text);
      }),
      { numRuns: 2_000 },
    );
  });

  test('means a time only when all of it was understood', () => {
    fc.assert(
      fc.property(phrase, context, (text, at) => {
        const reading = readPromiseTime(text, at);
        if (reading.kind === 'time') expect(text).not.toMatch(/龘|zz/u);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a strange part', () => {
  const strange = fc.constantFrom('龘', '回电', 'zzz', '@', '😀', '+', '℃x', '请客');
  const known = fc.constantFrom(
    '明天下午三点',
    '40分钟',
    '三个工作日内',
    '下周五之前',
    '15:30',
    '尽快',
    '周末',
    'tomorrow 3pm',
    '两点到四点',
  );

  test('before or behind a time is asked about, and offered what the rest means', () => {
    fc.assert(
      fc.property(known, strange, fc.boolean(), context, (text, part, behind, at) => {
        const reading = readPromiseTime(behind ? `${text} ${part}` : `${part} ${text}`, at);
        const rest = readPromiseTime(text, at);
        expect(reading.kind === 'ask' && { reason: reading.reason, candidates: reading.candidates }).toEqual({
          reason: 'not-understood',
          candidates: momentsOf(rest),
        });
        const shown = normalise(part);
        if (reading.kind === 'ask' && shown.kind === 'text') expect(reading.fragment).toContain(shown.text.at(-1));
      }),
      { numRuns: 500 },
    );
  });
});

describe('in every time zone', () => {
  const reading = (text: string, at: PromiseTimeContext): Temporal.ZonedDateTime | undefined => {
    const read = readPromiseTime(text, at);
    return read.kind === 'time'
      ? Temporal.Instant.fromEpochMilliseconds(read.dueAt).toZonedDateTimeISO(at.timeZone)
      : undefined;
  };
  const localNow = (at: PromiseTimeContext): Temporal.ZonedDateTime =>
    Temporal.Instant.fromEpochMilliseconds(at.now).toZonedDateTimeISO(at.timeZone);

  test('minutes and hours are exact', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), context, (count, at) => {
        expect(momentsOf(readPromiseTime(`${count}分钟内`, at))).toEqual([at.now + count * 60_000]);
        expect(momentsOf(readPromiseTime(`${count}h`, at))).toEqual([at.now + count * 3_600_000]);
      }),
      { numRuns: 300 },
    );
  });

  test('days end at the local closing time of the last day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), context, (count, at) => {
        const expected = localNow(at)
          .toPlainDate()
          .add({ days: count })
          .toZonedDateTime({ timeZone: at.timeZone, plainTime: '18:00' });
        expect(reading(`${count}天内`, at)?.toString()).toBe(expected.toString());
      }),
      { numRuns: 300 },
    );
  });

  test.each(zones)('%s: tomorrow at 15:00 is tomorrow at 15:00, through a year', (timeZone) => {
    for (let month = 0; month < 12; month += 1) {
      const at = { now: Date.UTC(2026, month, 28, 23, 30), timeZone, policy };
      const expected = localNow(at).toPlainDate().add({ days: 1 }).toPlainDateTime('15:00');
      expect(reading('明天下午三点', at)?.toPlainDateTime().toString()).toBe(expected.toString());
    }
  });
});

describe('working days', () => {
  test('are those that a calendar on the wall would count', () => {
    const { holidays, adjustedWorkdays } = policy.workingCalendar;
    const worked = (day: Temporal.PlainDate): boolean => {
      const iso = day.toString();
      if (adjustedWorkdays.includes(iso)) return true;
      return day.dayOfWeek <= 5 && !holidays.some(({ from, to }) => from <= iso && iso <= to);
    };
    const inYear = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 9, 31) });
    fc.assert(
      fc.property(inYear, fc.integer({ min: 1, max: 30 }), (moment, count) => {
        const at = { now: moment, timeZone: 'Asia/Shanghai', policy };
        const [due] = momentsOf(readPromiseTime(`${count}个工作日内`, at));
        const first = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO('Asia/Shanghai').toPlainDate();
        const last = Temporal.Instant.fromEpochMilliseconds(due ?? 0)
          .toZonedDateTimeISO('Asia/Shanghai')
          .toPlainDate();
        let counted = 0;
        for (let day = first.add({ days: 1 }); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
          if (worked(day)) counted += 1;
        }
        expect([counted, worked(last)]).toEqual([count, true]);
      }),
      { numRuns: 300 },
    );
  });
});
