import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { isAskedFor } from '#shared/domain/case/fields.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { slotsOf } from '#shared/domain/pack/slots.ts';
import { readPack } from '#shared/domain/pack/validate.ts';
import { allLines } from '#shared/domain/pack/vocabulary.ts';
import { defaultPack, rawPack } from './desk.ts';

const pack = defaultPack();
const lines = allLines(pack);

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

  it('has at least three wordings of what is said most', () => {
    const most = [
      ...['greet-call', 'greet-chat', 'listen-follow', 'listen-sorry', 'record-surname', 'record-hold', 'solve-hold'],
      ...[
        'hold-consent',
        'hold-back',
        'hold-thanks',
        'noise-again',
        'close-anything',
        'close-thanks',
        'close-thanks-chat',
      ],
      ...['thanks-thanked', 'thanks-apologised', 'thanks-cooperation'],
      ...pack.soothing.lines.map(({ id }) => id),
    ];
    expect(most.filter((id) => (lines.find((line) => line.id === id)?.variants ?? []).length < 2)).toEqual([]);
  });
});

it('lines stand in one order, whether the pack comes from its sources or from what was built of them', () => {
  const built = JSON.parse(canonicalJson(pack)) as Pack;
  expect(Object.keys(built.lines)).not.toEqual(Object.keys(pack.lines));
  expect(allLines(built)).toEqual(lines);
});
