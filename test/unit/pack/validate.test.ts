import { describe, expect, it } from 'vitest';
import { readPack, type PackFault } from '#shared/domain/pack/validate.ts';
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

describe('a fault in a pack is found, and nothing else is blamed', () => {
  const planted: readonly [string, (pack: Mutable<Pack>) => void, PackFault][] = [
    [
      'an unknown slot',
      (pack) => (lineOf(pack, 'listen-follow').text = '{customer.shoe-size}号，对吗？'),
      { path: 'lines.listen.listen-follow', message: 'no slot is called "customer.shoe-size"' },
    ],
    [
      'a slot of a field that no form has',
      (pack) => (lineOf(pack, 'listen-follow').text = '{case.colour}，对吗？'),
      { path: 'lines.listen.listen-follow', message: 'no slot is called "case.colour"' },
    ],
    [
      'a brace left over',
      (pack) => (lineOf(pack, 'listen-follow').text = '您好，{agent.name。'),
      { path: 'lines.listen.listen-follow', message: 'a brace that is not part of a slot' },
    ],
    [
      'a line id used twice',
      (pack) => (lineOf(pack, 'noise-move').id = 'listen-follow'),
      { path: 'situations.noise.listen-follow', message: 'the line id "listen-follow" is used twice' },
    ],
    [
      'a condition on a scenario that is not there',
      (pack) => (lineOf(pack, 'listen-pin').when = { scenarios: ['issues'] }),
      { path: 'lines.listen.listen-pin', message: 'no scenario is called "issues"' },
    ],
    [
      'the matter told to somebody else (R-OUT-3)',
      (pack) => (lineOf(pack, 'third-party-time').text = '{case.product}的事，请转告本人。'),
      { path: 'situations.third-party.third-party-time', message: '"case.product" must not be told to somebody else' },
    ],
    [
      'a line for the customer where somebody else answers',
      (pack) => delete lineOf(pack, 'third-party-time').when,
      { path: 'situations.third-party.third-party-time', message: 'the line must be for the party "other"' },
    ],
    [
      'a stage without lines',
      (pack) => (pack.lines.close = []),
      { path: 'lines.close', message: 'a stage without lines' },
    ],
    [
      'lines of no stage',
      (pack) => (pack.lines.farewell = [{ id: 'farewell-bye', text: '再见。' }]),
      { path: 'lines.farewell', message: 'no stage is called "farewell"' },
    ],
    [
      'a situation that a policy points to',
      (pack) => (pack.redial.situation = 'lost'),
      { path: 'redial.situation', message: 'no situation is called "lost"' },
    ],
    [
      'a key taken twice',
      (pack) => (pack.situations[1]!.key = pack.situations[0]!.key),
      { path: 'situations', message: 'the key "z" is given to two situations' },
    ],
    [
      'a preset key taken twice',
      (pack) => (pack.callback.presets[1]!.key = '2'),
      { path: 'callback.presets', message: 'the key "2" is given to two presets' },
    ],
    [
      'a consent line that is not there',
      (pack) => (pack.hold.consentLine = 'please-wait'),
      { path: 'hold.consentLine', message: 'no line is called "please-wait"' },
    ],
    [
      'a consent line that starts no hold (R-HOLD-1)',
      (pack) => (pack.hold.consentLine = 'listen-follow'),
      { path: 'hold.consentLine', message: 'the line must have the effect start-hold' },
    ],
    [
      'a warning after the limit',
      (pack) => (pack.hold.warnAfterMs = 60_000),
      { path: 'hold.warnAfterMs', message: 'the warning must come before the limit' },
    ],
    [
      'a target with two deadlines',
      (pack) => (pack.targets[0]!.sameDayAt = '18:00'),
      { path: 'targets.issue-plan', message: 'give either withinMs or sameDayAt' },
    ],
    [
      'a target of no scenario',
      (pack) => (pack.targets[0]!.scenario = 'complaint'),
      { path: 'targets.issue-plan', message: 'no scenario is called "complaint"' },
    ],
    [
      'a field asked for in no stage',
      (pack) => (pack.commonFields[0]!.askFrom = 'judge'),
      { path: 'fields.facts', message: 'no stage is called "judge"' },
    ],
    [
      'a field twice in one form',
      (pack) => (pack.scenarios[0]!.fields[0]!.id = 'demand'),
      { path: 'scenarios.consult', message: 'the form has the field "demand" twice' },
    ],
    [
      'choices on a text field',
      (pack) => (pack.commonFields[0]!.choices = ['好', '不好']),
      { path: 'fields.facts', message: 'choices belong to fields of type choice, and only to these' },
    ],
    [
      'a mood that is not there',
      (pack) => (pack.situations.find(({ id }) => id === 'anger')!.mood = 'furious'),
      { path: 'situations.anger', message: 'no mood is called "furious"' },
    ],
    [
      'a slot in the pattern of an address',
      (pack) => (pack.address.withSurname = '{customer.surname}{title}'),
      { path: 'address.withSurname', message: 'only {surname} and {title} can stand here' },
    ],
    [
      'an id given twice',
      (pack) => (pack.departments[1]!.id = 'technical'),
      { path: 'departments', message: 'the id "technical" is used twice' },
    ],
  ];

  it.each(planted)('%s', (_name, spoil, fault) => {
    expect(faultsAfter(spoil)).toEqual([fault]);
  });

  it('an unknown property: the schema is strict', () => {
    const faults = faultsAfter((pack) => Object.assign(pack.hold, { music: 'für-elise.mp3' }));
    expect(faults).toEqual([{ path: 'hold', message: expect.stringContaining('music') as unknown }]);
  });

  it('several at once, so that an editor sees them all', () => {
    const faults = faultsAfter((pack) => {
      pack.ring.best = 4;
      pack.callback.situation = 'ring-back';
    });
    expect(faults.map(({ path }) => path)).toEqual(['callback.situation', 'ring.best']);
  });
});
