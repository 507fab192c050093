import { describe, expect, it } from 'vitest';
import type { PackFault } from '#shared/domain/pack/fault.ts';
import { readPack } from '#shared/domain/pack/validate.ts';
import type { Pack, PackLine } from '#shared/domain/pack/schema.ts';
import { defaultPack } from './desk.ts';

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

function faultsAfter(spoil: (pack: Mutable<Pack>) => void): readonly PackFault[] {
  const pack: Mutable<Pack> = structuredClone(defaultPack());
  spoil(pack);
  const read = readPack(pack);
  return read.ok ? [] : read.error;
}

function lineOf(pack: Mutable<Pack>, id: string): Mutable<PackLine> {
  return [...Object.values(pack.lines), ...pack.situations.map(({ lines }) => lines)]
    .flat()
    .find((line) => line.id === id)!;
}

it('a branch may be open until midnight, and opens at no 24:00', () => {
  const open = (from: string, to: string) =>
    faultsAfter((pack) => (pack.businessHours = [{ weekdays: [1], from, to }])).map(({ path, code }) => [path, code]);
  expect(open('16:00', '24:00')).toEqual([]);
  expect(open('24:00', '24:00')).toEqual([['businessHours.0.from', 'form-clock']]);
  expect(open('16:00', '24:01')).toEqual([['businessHours.0.to', 'form-clock']]);
});

describe('a fault in a pack is found, and nothing else is blamed', () => {
  const planted: readonly [string, (pack: Mutable<Pack>) => void, PackFault][] = [
    [
      'an unknown slot',
      (pack) => (lineOf(pack, 'listen-follow').text = '{customer.shoe-size}号，对吗？'),
      { path: 'lines.listen.listen-follow', code: 'no-such-slot', facts: { name: 'customer.shoe-size' } },
    ],
    [
      'a slot of a field that no form has',
      (pack) => (lineOf(pack, 'listen-follow').text = '{case.colour}，对吗？'),
      { path: 'lines.listen.listen-follow', code: 'no-such-slot', facts: { name: 'case.colour' } },
    ],
    [
      'a brace left over',
      (pack) => (lineOf(pack, 'listen-follow').text = '您好，{agent.name。'),
      { path: 'lines.listen.listen-follow', code: 'stray-brace' },
    ],
    [
      'a line id used twice',
      (pack) => (lineOf(pack, 'noise-move').id = 'listen-follow'),
      { path: 'situations.noise.listen-follow', code: 'id-twice', facts: { id: 'listen-follow' } },
    ],
    [
      'a condition on a scenario that is not there',
      (pack) => (lineOf(pack, 'listen-pin').when = 'scenario == issues'),
      {
        path: 'lines.listen.listen-pin.when',
        code: 'expression-no-such-value',
        facts: { name: 'issues', column: 1 },
      },
    ],
    [
      'a field that is required of a customer who comes again: a form knows of no such thing',
      (pack) => (pack.commonFields[0]!.requiredWhen = 'customer == returning'),
      {
        path: 'fields.facts.requiredWhen',
        code: 'expression-no-such-fact',
        facts: { name: 'customer', column: 1 },
      },
    ],
    [
      'a supervisor who may grant less than an agent, whoever stands between them',
      (pack) =>
        (pack.remedies!.table[0]!.allow = [
          {
            kind: pack.remedies!.kinds.find(({ unit }) => unit !== undefined)!.id,
            upTo: { agent: 50, supervisor: 20 },
          },
        ]),
      {
        path: 'remedies.table.0',
        code: 'authority-falls',
        facts: { name: defaultPack().remedies!.kinds.find(({ unit }) => unit !== undefined)!.id },
      },
    ],
    [
      'the matter told to somebody else (R-OUT-3)',
      (pack) => (lineOf(pack, 'third-party-time').text = '{case.product}的事，请转告本人。'),
      { path: 'situations.third-party.third-party-time', code: 'slot-not-for-others', facts: { name: 'case.product' } },
    ],
    [
      'a line for the customer where somebody else answers',
      (pack) => delete lineOf(pack, 'third-party-time').for,
      { path: 'situations.third-party.third-party-time', code: 'line-not-for-others' },
    ],
    [
      'a stage without lines',
      (pack) => pack.stages.push({ id: 'after', name: '回访', short: '回访', goal: '确认修好了' }),
      { path: 'lines.after', code: 'stage-without-lines' },
    ],
    [
      'lines of no stage',
      (pack) => (pack.lines.farewell = [{ id: 'farewell-bye', text: '再见。' }]),
      { path: 'lines.farewell', code: 'no-such-stage', facts: { name: 'farewell' } },
    ],
    [
      'a situation that a policy points to',
      (pack) => (pack.redial.situation = 'lost'),
      { path: 'redial.situation', code: 'no-such-situation', facts: { name: 'lost' } },
    ],
    [
      'a key taken twice',
      (pack) => (pack.situations[1]!.key = pack.situations[0]!.key),
      { path: 'situations', code: 'key-twice', facts: { key: 'z' } },
    ],
    [
      'a preset key taken twice',
      (pack) => (pack.callback.presets[1]!.key = '2'),
      { path: 'callback.presets', code: 'key-twice', facts: { key: '2' } },
    ],
    [
      'a consent line that is not there',
      (pack) => (pack.hold.consentLine = 'please-wait'),
      { path: 'hold.consentLine', code: 'no-such-line', facts: { name: 'please-wait' } },
    ],
    [
      'a consent line that starts no hold (R-HOLD-1)',
      (pack) => (pack.hold.consentLine = 'listen-follow'),
      { path: 'hold.consentLine', code: 'consent-starts-no-hold' },
    ],
    [
      'a warning after the limit',
      (pack) => (pack.hold.warnAfterMs = 60_000),
      { path: 'hold.warnAfterMs', code: 'warning-after-limit' },
    ],
    [
      'a target with two deadlines',
      (pack) => (pack.targets[0]!.sameDayAt = '18:00'),
      { path: 'targets.issue-plan', code: 'not-one-deadline' },
    ],
    [
      'a target of no scenario',
      (pack) => (pack.targets[0]!.scenario = 'praise'),
      { path: 'targets.issue-plan', code: 'no-such-scenario', facts: { name: 'praise' } },
    ],
    [
      'a field asked for in no stage',
      (pack) => (pack.commonFields[0]!.askFrom = 'judge'),
      { path: 'fields.facts', code: 'no-such-stage', facts: { name: 'judge' } },
    ],
    [
      'a field twice in one form',
      (pack) => (pack.scenarios[0]!.fields[0]!.id = 'demand'),
      { path: 'scenarios.consult', code: 'field-twice', facts: { id: 'demand' } },
    ],
    [
      'choices on a text field',
      (pack) => (pack.commonFields[0]!.choices = ['好', '不好']),
      { path: 'fields.facts', code: 'choices-misplaced' },
    ],
    [
      'a mood that is not there',
      (pack) => (pack.situations.find(({ id }) => id === 'anger')!.mood = 'furious'),
      { path: 'situations.anger', code: 'no-such-mood', facts: { name: 'furious' } },
    ],
    [
      'a slot in the pattern of an address',
      (pack) => (pack.address.withSurname = '{customer.surname}{title}'),
      { path: 'address.withSurname', code: 'not-a-slot-of-addresses' },
    ],
    [
      'an id given twice',
      (pack) => (pack.departments[1]!.id = 'technical'),
      { path: 'departments', code: 'id-twice', facts: { id: 'technical' } },
    ],
  ];

  it.each(planted)('%s', (_name, spoil, fault) => {
    expect(faultsAfter(spoil)).toEqual([fault]);
  });

  const ofTheSchema: readonly [string, (pack: Mutable<Pack>) => unknown, PackFault][] = [
    [
      'an unknown property: the schema is strict',
      (pack) => Object.assign(pack.hold, { music: 'für-elise.mp3' }),
      { path: 'hold', code: 'unknown-key', facts: { keys: 'music' } },
    ],
    ['what is missing', (pack) => Reflect.deleteProperty(pack, 'ring'), { path: 'ring', code: 'missing' }],
    [
      'what is of another type',
      (pack) => Object.assign(pack.hold, { limitMs: 'a minute' }),
      { path: 'hold.limitMs', code: 'wrong-type', facts: { type: 'number' } },
    ],
    [
      'what is none of the choices',
      (pack) => Object.assign(pack.commonFields[0]!, { type: 'number' }),
      {
        ...{ path: 'commonFields.0.type', code: 'not-one-of' },
        facts: { values: 'text, long-text, choice, phone, date' },
      },
    ],
    ['a name without a letter', (pack) => (pack.name = ' '), { path: 'name', code: 'too-short', facts: { limit: 1 } }],
    [
      'more reasons than there are digits',
      (pack) => (pack.hold.reasons = Array.from({ length: 10 }, () => '查')),
      { path: 'hold.reasons', code: 'too-many', facts: { limit: 9 } },
    ],
    [
      'a time of nothing',
      (pack) => (pack.redial.withinMs = 0),
      { path: 'redial.withinMs', code: 'too-small', facts: { limit: 0 } },
    ],
    ['an id with a space', (pack) => (pack.moods[0]!.id = 'at ease'), { path: 'moods.0.id', code: 'form-id' }],
    [
      'a stage of lines that is no id',
      (pack) => (pack.lines['Auf Wiedersehen'] = pack.lines.close!),
      { path: 'lines.Auf Wiedersehen', code: 'form-id' },
    ],
    [
      'a day that is not there',
      (pack) => (pack.promiseTime.workingCalendar.coveredUntil = '2026-02-30'),
      { path: 'promiseTime.workingCalendar.coveredUntil', code: 'form-other' },
    ],
    [
      'a morning that ends before it begins',
      (pack) => (pack.promiseTime.dayParts.morning.to = '05:00'),
      { path: 'promiseTime.dayParts.morning.to', code: 'ends-before-it-begins' },
    ],
  ];

  it.each(ofTheSchema)('%s', (_name, spoil, fault) => {
    expect(faultsAfter((pack) => void spoil(pack))).toEqual([fault]);
  });

  it('several at once, so that an editor sees them all', () => {
    const faults = faultsAfter((pack) => {
      pack.ring.best = 4;
      pack.callback.situation = 'ring-back';
    });
    expect(faults.map(({ path }) => path)).toEqual(['callback.situation', 'ring.best']);
  });
});

it('forms may have a field in common, each with choices of its own: a condition may name any of them', () => {
  const faults = faultsAfter((pack) => {
    const [one, other] = pack.scenarios;
    const field = { label: '渠道', type: 'choice' as const, required: false, askFrom: pack.stages[0].id };
    one!.fields.push({ ...field, id: 'origin', choices: ['门店', '网上'] });
    other!.fields.push({ ...field, id: 'origin', choices: ['电话', '网上'] });
    lineOf(pack, 'listen-pin').when = `case.origin in ['门店', '电话']`;
  });
  expect(faults).toEqual([]);
});
