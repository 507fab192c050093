import { describe, expect, it } from 'vitest';
import { isAskedFor } from '#shared/domain/case/fields.ts';
import { slotsOf } from '#shared/domain/pack/slots.ts';
import { readPack } from '#shared/domain/pack/validate.ts';
import { allLines } from '#shared/domain/pack/vocabulary.ts';
import { defaultPack, rawPack } from './desk.ts';

const pack = defaultPack();
const lines = allLines(pack);

/** What is said besides the slots; a fallback is said, so it stays. */
function plain(text: string): string {
  return text.replaceAll(/\{[a-zA-Z0-9.-]+(?:\|([^{}|]*))?\}/g, '$1');
}

function saying(words: RegExp): readonly string[] {
  return lines.filter((line) => words.test(plain(line.text))).map((line) => line.id);
}

describe('the default pack', () => {
  it('has no fault', () => {
    expect(readPack(rawPack())).toMatchObject({ ok: true });
  });

  it('walks through the five stages in each of the five scenarios', () => {
    expect(pack.stages.map(({ id }) => id)).toEqual(['greet', 'listen', 'record', 'solve', 'close']);
    expect(pack.scenarios.map(({ id }) => id)).toEqual(['consult', 'issue', 'complaint', 'aftersale', 'care']);
    expect(pack.scenarios.filter(({ steps, rules }) => steps.length === 0 || rules === undefined)).toEqual([]);
  });

  it('keeps the numbers of the trade', () => {
    expect({
      ring: [pack.ring.cycleMs, pack.ring.best, pack.ring.limit],
      hold: [pack.hold.warnAfterMs, pack.hold.limitMs],
      silence: pack.silence.prompts,
    }).toEqual({
      ring: [5_000, 2, 3],
      hold: [45_000, 60_000],
      silence: 3,
    });
    expect(pack.callback.presets.map(({ key, afterMs }) => [key, afterMs / 3_600_000])).toEqual([
      ['2', 2],
      ['4', 24],
    ]);
  });

  it('names the company and the agent in the first line of every opening (R-ANS-3)', () => {
    for (const id of ['greet-call', 'greet-chat', 'out-open', 'out-chat']) {
      const line = lines.find((candidate) => candidate.id === id)!;
      expect(slotsOf(line.text), id).toEqual(expect.arrayContaining(['company.name', 'agent.name']));
    }
  });

  it('asks for nothing required before the customer was listened to (R-ANS-9)', () => {
    const fields = [...pack.commonFields, ...pack.scenarios.flatMap((scenario) => scenario.fields)];
    const early = fields.filter((field) => field.required && isAskedFor(pack, field, 'listen'));
    expect(early).toEqual([]);
  });

  it('opens facts and feelings while listening (R-STG-7)', () => {
    const open = pack.commonFields.filter((field) => isAskedFor(pack, field, 'listen')).map(({ id }) => id);
    expect(open).toEqual(['facts', 'feelings']);
  });

  it('confirms a silent line as often as its policy says (R-SIT-5)', () => {
    const situation = pack.situations.find(({ id }) => id === pack.silence.situation)!;
    const steps = situation.lines
      .flatMap(({ when }) => Number(/silenceStep == (\d)/.exec(when ?? '')?.[1] ?? NaN))
      .filter((step) => !isNaN(step));
    expect(steps).toEqual(Array.from({ length: pack.silence.prompts }, (_, index) => index + 1));
  });

  it('knows reached, failed, third-party and rescheduled attempts (R-CB-4)', () => {
    expect(new Set(pack.callback.outcomes.map(({ kind }) => kind))).toEqual(
      new Set(['reached', 'failed', 'third-party', 'reschedule']),
    );
  });
});

describe('wording', () => {
  it('has none of the forbidden phrases (R-WRD-1)', () => {
    const forbidden =
      /随便|说啦|讲啦|行不行|究竟|怎么还不明白|急什么|别催|快点说|先别吵|让我说完|不是已经告诉你|不知道就是|大声点|没得解释|就是这么规定|你又不相信|你听我说|不关我的事|不属于我的范围|我不知道|我不清楚|你问我|就这样吧|我挂了/;
    expect(saying(forbidden)).toEqual([]);
    expect(saying(/^(喂|嗯|啊|哈|什么)[，。？！]?$/)).toEqual([]);
  });

  it('promises nothing that cannot be kept (R-WRD-4), and no time that is none (R-CB-6)', () => {
    expect(saying(/保证|绝对|百分之百|100%|最(?!后)|一定|肯定|永远/)).toEqual([]);
    expect(saying(/尽快|稍后|马上|立刻|过一会|过两天|改天/)).toEqual([]);
  });

  it('speaks to the customer as 您, never commands (R-WRD-3)', () => {
    expect(saying(/你|必须|不准(?!确)|不许|闭嘴/)).toEqual([]);
  });

  it('ends a sentence as a sentence, in Chinese punctuation', () => {
    expect(lines.filter(({ text }) => !/[。？！]$/.test(text)).map(({ id }) => id)).toEqual([]);
    expect(saying(/[,;!?]/)).toEqual([]);
  });

  it('says for every line how long it takes', () => {
    const wrong = lines.filter(({ text, seconds }) => {
      const spoken = plain(text).replaceAll(/[^\p{Script=Han}\p{Number}]/gu, '').length;
      // The slots are of unknown length: the time given is at least that of the fixed words, and never a speech.
      return seconds === undefined || seconds < Math.floor(spoken / 4.5) - 1 || seconds > 12;
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});
