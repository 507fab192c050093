import { expect, test } from 'vitest';
import { added, findsWhereItStands, lintPlanted, type Draft } from './planted.ts';

function step(pack: Draft, done: string, when?: string): readonly (string | number)[] {
  const { steps } = pack.scenarios[0]!;
  steps.push({ id: 'planted', name: '试一试', stage: 'solve', done, ...(when !== undefined && { when }) });
  return ['scenarios', 0, 'steps', steps.length - 1, when === undefined ? 'done' : 'when'];
}

findsWhereItStands([
  [
    'a situation without a word for chats',
    'dead-end',
    (pack) => {
      for (const line of pack.situations[0]!.lines) line.when = 'channel == call';
      return ['situations', 0];
    },
  ],
  [
    'a third prompt that nobody wrote',
    'dead-end',
    (pack) => {
      const at = pack.situations.findIndex(({ id }) => id === pack.silence.situation);
      pack.silence.prompts += 1;
      return ['situations', at];
    },
  ],
  [
    'a condition that never holds',
    'never-offered',
    (pack) => [...added(pack, { when: 'channel == chat and line == connected' }), 'when'],
  ],
  ['a line after itself', 'never-offered', (pack) => [...added(pack, { when: 'said(planted)' }), 'when']],
  ['a condition that always holds', 'always-so', (pack) => [...added(pack, { when: 'mood >= 0' }), 'when']],
  [
    'soothing for somebody else',
    'never-for-others',
    (pack) => {
      pack.soothing.lines.push({ id: 'planted', text: '您好，麻烦您转告一声。', for: 'other' });
      return ['soothing', 'lines', pack.soothing.lines.length - 1];
    },
  ],
  [
    'a time that is not promised yet',
    'slot-open-here',
    (pack) => added(pack, { text: '我{callback.due}之前给您回电。' }),
  ],
  ['a step that is done at once', 'done-from-the-start', (pack) => step(pack, 'mood >= 0')],
  ['a step that is never done', 'never-done', (pack) => step(pack, 'line == hold and channel == chat')],
  [
    'a step of another scenario',
    'never-so',
    (pack) => step(pack, 'reached(solve)', `scenario == ${pack.scenarios[1]!.id}`),
  ],
]);

test('a condition with more circumstances than can be looked at is told to be undecided, not to be wrong', () => {
  const { findings } = lintPlanted(
    (pack) => {
      const ids = pack.situations.flatMap(({ lines }) => lines.map(({ id }) => id));
      const shortest = ids.sort((one, other) => one.length - other.length).slice(0, 18);
      const all = shortest.map((id) => `said(${id})`).join(' and ');
      return [...added(pack, { when: `${all} or case.demand == a and case.demand == b` }), 'when'];
    },
    { rules: null },
  );
  expect(findings.map(({ code }) => code)).toEqual(['not-decided']);
});
