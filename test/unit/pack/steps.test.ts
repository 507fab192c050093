import { expect, test } from 'vitest';
import { stepsOf } from '#shared/domain/pack/steps.ts';
import { contactAfter, defaultPack, inbound, matter } from './desk.ts';

const steps = [
  { id: 'ask', name: '问型号', stage: 'record', done: 'filled(case.model)' },
  { id: 'soothe', name: '先安抚', stage: 'listen', done: 'said(soothe-worried)', when: 'mood >= 1' },
  { id: 'hear', name: '听完', stage: 'listen', done: 'reached(record)' },
];
const plain = defaultPack();
const pack = {
  ...plain,
  scenarios: plain.scenarios.map((scenario) => ({ ...scenario, steps: scenario.id === 'issue' ? steps : [] })),
};
const enter = (stage: string) => ({ type: 'enter-stage', stage }) as const;
const told = (commands: Parameters<typeof contactAfter>[1], fields: Readonly<Record<string, string>> = {}) =>
  stepsOf(pack, contactAfter(pack, commands), matter({ fields })).map(({ step, done, now }) => [step.id, done, now]);

test('the steps of the scenario, those of the current stage first', () => {
  expect(told([...inbound('issue'), enter('listen')])).toEqual([
    ['hear', false, true],
    ['ask', false, false],
  ]);
});

test('a step belongs to the matter only while it does, and is done when the log or the form says so', () => {
  const upset = [...inbound('issue'), enter('listen'), { type: 'tag-mood', mood: 'anxious' }] as const;
  expect(told(upset, { model: 'T2' })).toEqual([
    ['soothe', false, true],
    ['hear', false, true],
    ['ask', true, false],
  ]);
  const said = [...upset, { type: 'use-line', line: 'soothe-worried', via: 'spoken' }, enter('record')] as const;
  expect(told(said)).toEqual([
    ['ask', false, true],
    ['soothe', true, false],
    ['hear', true, false],
  ]);
});

test('a matter of another kind, or of none yet, has none', () => {
  expect([told(inbound('consult')), told(inbound()), stepsOf(pack, { phase: 'none' }, matter())]).toEqual([[], [], []]);
});
