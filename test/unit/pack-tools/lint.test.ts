import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { zhPack } from '#kit/desk.ts';
import { readRules } from '../../../scripts/pack/rules.ts';
import { lintSources } from '../../../scripts/pack/lint.ts';
import { lintPlanted, type Draft, type DraftLine, type Planted } from './planted.ts';

const options = { rules: null };

/** A new line at the end of the first situation. */
function added(pack: Draft, line: Partial<DraftLine>): readonly (string | number)[] {
  const { lines } = pack.situations[0]!;
  lines.push({ id: 'planted', text: '麻烦您等我把这一页记录看完，再往下说。', ...line });
  return ['situations', 0, 'lines', lines.length - 1];
}

/** It stands before all situations. */
function firstLine(pack: Draft): DraftLine {
  return pack.lines[pack.stages[0].id]![0]!;
}

function target(pack: Draft, metByStage: string, withinMs: number, severity?: string): number {
  const about = { scenario: 'issue', channel: 'call' as const, metByStage, withinMs };
  return pack.targets.push({
    id: `t${String(pack.targets.length)}`,
    name: '时限',
    ...about,
    ...(severity && { severity }),
  });
}

const complaint = {
  id: 'planted-type',
  label: '类型',
  type: 'choice' as const,
  choices: ['慢', '坏'],
  required: false,
};

function withRemedies(pack: Draft): void {
  pack.targets = pack.targets.filter(({ severity }) => severity === undefined);
  pack.commonFields.push({ ...complaint, askFrom: 'record' });
  pack.commonFields.push({ ...complaint, id: 'planted-severity', choices: ['轻', '重'], askFrom: 'record' });
  pack.remedies = {
    severities: [
      { id: 'light', name: '轻' },
      { id: 'grave', name: '重' },
    ],
    severityField: 'planted-severity',
    types: [{ id: 'slow', name: '慢' }],
    typeField: 'planted-type',
    kinds: [{ id: 'apology', name: '致歉' }],
    table: [{ types: ['slow'], severity: 'light', allow: [{ kind: 'apology' }], withinMs: 60_000 }],
    lines: [],
  };
}

function step(pack: Draft, done: string, when?: string): readonly (string | number)[] {
  const { steps } = pack.scenarios[0]!;
  steps.push({ id: 'planted', name: '试一试', stage: 'solve', done, ...(when !== undefined && { when }) });
  return ['scenarios', 0, 'steps', steps.length - 1, when === undefined ? 'done' : 'when'];
}

const planted: readonly Planted[] = [
  // What readPack refuses.
  ['an unknown slot', 'no-such-slot', (pack) => added(pack, { text: '您的鞋码是{customer.shoe-size}吗？' })],
  ['a brace left over', 'stray-brace', (pack) => added(pack, { text: '您好，我是{agent.name。' })],
  ['an id that is there', 'id-twice', (pack) => added(pack, { id: firstLine(pack).id })],
  [
    'a key that clashes',
    'key-twice',
    (pack) => {
      pack.situations[2]!.key = pack.situations[0]!.key;
      return ['situations', 2, 'key'];
    },
  ],
  ['a condition on nothing', 'expression-no-such-fact', (pack) => [...added(pack, { when: 'weather == wet' }), 'when']],
  ['an unknown value', 'expression-no-such-value', (pack) => [...added(pack, { when: 'scenario == issues' }), 'when']],
  ['a half condition', 'expression-ends-too-soon', (pack) => [...added(pack, { when: 'channel ==' }), 'when']],
  [
    'a field of no stage',
    'no-such-stage',
    (pack) => {
      pack.commonFields[0]!.askFrom = 'dream';
      return ['commonFields', 0];
    },
  ],
  [
    'a situation that is not there',
    'no-such-situation',
    (pack) => {
      pack.redial.situation = 'lost';
      return ['redial', 'situation'];
    },
  ],
  [
    'a warning after its limit',
    'warning-after-limit',
    (pack) => {
      pack.hold.warnAfterMs = pack.hold.limitMs + 1;
      return ['hold', 'warnAfterMs'];
    },
  ],
  [
    'a best ring after the last',
    'best-ring-after-last',
    (pack) => {
      pack.ring.best = pack.ring.limit + 1;
      return ['ring', 'best'];
    },
  ],
  [
    'two deadlines',
    'not-one-deadline',
    (pack) => {
      pack.targets[0]!.sameDayAt = '18:00';
      pack.targets[0]!.withinMs = 60_000;
      return ['targets', 0];
    },
  ],
  [
    'an unknown mood',
    'no-such-mood',
    (pack) => {
      pack.situations[0]!.mood = 'furious';
      return ['situations', 0];
    },
  ],
  [
    'the matter told to others',
    'slot-not-for-others',
    (pack) => added(pack, { for: 'other', text: '{case.demand}好了。' }),
  ],
  [
    'choices of a text',
    'choices-misplaced',
    (pack) => {
      const at = pack.commonFields.findIndex(({ type }) => type !== 'choice');
      pack.commonFields[at]!.choices = ['好', '不好'];
      return ['commonFields', at];
    },
  ],
  [
    'a field twice in a form',
    'field-twice',
    (pack) => {
      pack.scenarios[0]!.fields[0]!.id = pack.commonFields[0]!.id;
      return ['scenarios', 0, 'fields', 0];
    },
  ],
  [
    'an empty label',
    'too-short',
    (pack) => {
      pack.departments[0]!.name = '';
      return ['departments', 0, 'name'];
    },
  ],
  ['a part of a page', 'markup', (pack) => [...added(pack, { text: '您好<img src=x>' }), 'text']],
  // What it takes, and what an agent would stumble over.
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
  [
    'a plan that is owed after the progress',
    'target-before-earlier',
    (pack) => {
      target(pack, 'close', 60_000);
      return ['targets', target(pack, 'solve', 120_000) - 1];
    },
  ],
  [
    'a grave matter that takes longer',
    'graver-is-slower',
    (pack) => {
      withRemedies(pack);
      target(pack, 'solve', 60_000, 'light');
      return ['targets', target(pack, 'solve', 120_000, 'grave') - 1];
    },
  ],
  [
    'a complaint without an answer',
    'remedy-missing',
    (pack) => {
      withRemedies(pack);
      return ['remedies', 'table'];
    },
  ],
  [
    'an acknowledgement after the plan',
    'acknowledged-after-plan',
    (pack) => {
      pack.chatAcknowledgeMs = 3_600_000;
      return ['chatAcknowledgeMs'];
    },
  ],
  [
    'endless silence',
    'silence-too-long',
    (pack) => {
      pack.silence.pauseMs = 90_000;
      return ['silence', 'pauseMs'];
    },
  ],
  [
    'endless ringing',
    'ring-too-long',
    (pack) => {
      pack.ring.limit = 30;
      return ['ring', 'limit'];
    },
  ],
  [
    'a warning before the promise',
    'warning-before-promise',
    (pack) => {
      pack.callback.warnBeforeMs = 999_999_999;
      return ['callback', 'warnBeforeMs'];
    },
  ],
  [
    'an attempt after the promise',
    'retry-after-promise',
    (pack) => {
      pack.callback.retryAfterMs = 999_999_999;
      return ['callback', 'retryAfterMs'];
    },
  ],
  [
    'a hold longer than a callback',
    'hold-after-promise',
    (pack) => {
      pack.hold.limitMs = 999_999_999;
      return ['hold', 'limitMs'];
    },
  ],
  [
    'an outcome that is missing',
    'outcome-missing',
    (pack) => {
      pack.callback.outcomes = pack.callback.outcomes.filter(({ kind }) => kind !== 'reschedule');
      return ['callback', 'outcomes'];
    },
  ],
  [
    'soothing that never comes',
    'soothing-never',
    (pack) => {
      pack.soothing.fromLevel = 9;
      return ['soothing', 'fromLevel'];
    },
  ],
  [
    'a calendar that ends first',
    'calendar-ends-first',
    (pack) => {
      pack.expiresOn = '2099-01-01';
      return ['promiseTime', 'workingCalendar', 'coveredUntil'];
    },
  ],
  [
    'hours that overlap',
    'hours-overlap',
    (pack) => {
      pack.businessHours = [
        { weekdays: [1, 2], from: '09:00', to: '12:00' },
        { weekdays: [2], from: '11:00', to: '18:00' },
      ];
      return ['businessHours', 1];
    },
  ],
  [
    'a field demanded while the customer talks',
    'asked-before-listening',
    (pack) => {
      pack.commonFields[0]!.required = true;
      pack.commonFields[0]!.askFrom = pack.stages[1]!.id;
      return ['commonFields', 0, 'askFrom'];
    },
  ],
  [
    'a choice twice',
    'choice-twice',
    (pack) => {
      const at = pack.commonFields.push({ ...complaint, choices: ['好', '坏', '好'], askFrom: 'record' }) - 1;
      return ['commonFields', at, 'choices'];
    },
  ],
  [
    'a label that says nothing',
    'says-nothing',
    (pack) => {
      pack.moods[0]!.name = '——';
      return ['moods', 0, 'name'];
    },
  ],
  [
    'two of one name',
    'label-twice',
    (pack) => {
      pack.situations[3]!.name = pack.situations[2]!.name;
      return ['situations', 3];
    },
  ],
  [
    'a department that cannot be called',
    'department-without-number',
    (pack) => {
      added(pack, { text: '号码是{contact.departmentNumber}。', when: 'department == chosen' });
      delete pack.departments[0]!.number;
      return ['departments', 0];
    },
  ],
  ['more than its seconds', 'more-than-its-seconds', (pack) => [...added(pack, { seconds: 1 }), 'seconds']],
  ['less than its seconds', 'less-than-its-seconds', (pack) => [...added(pack, { seconds: 60 }), 'seconds']],
  [
    'a speech',
    'too-long-to-say',
    (pack) => [...added(pack, { text: '这件事情说来话长我慢慢说给您听。'.repeat(6) }), 'text'],
  ],
  ['the same sentence', 'same-as-another', (pack) => added(pack, { text: `${firstLine(pack).text}！` })],
  [
    'almost the same sentence',
    'almost-another',
    (pack) => added(pack, { text: pack.situations[0]!.lines[0]!.text.replace('您', '你') }),
  ],
  [
    'a variant that is none',
    'variant-the-same',
    (pack) => [...added(pack, { variants: ['麻烦您等我把这一页记录看完再往下说'] }), 'variants', 0],
  ],
  [
    'a variant that asks for more',
    'variant-other-slots',
    (pack) => [...added(pack, { variants: ['请把{case.demand}再说一遍。'] }), 'variants', 0],
  ],
  ['its own forbidden words', 'forbidden-words', (pack) => added(pack, { text: '这不关我的事，请您找别的部门。' })],
];

test('the default pack as it comes has nothing to mend', () => {
  expect(lintPlanted(() => [], options).findings).toEqual([]);
});

test.each(planted)('%s is found where it stands (%s)', (_what, code, plant) => {
  const { line, findings } = lintPlanted(plant, options);
  const found = findings.filter((finding) => finding.code === code).map(({ position }) => position.line);
  expect(found).toContain(line);
  // One fault is not told in many ways.
  expect(findings.length).toBeLessThanOrEqual(4);
});

test('rules that no item carries out, or that nobody knows, are told', () => {
  const rules = readRules('en')?.map(({ id }) => id) ?? [];
  const missing = lintPlanted(() => [], { ...options, rules: [...rules, 'R-HOLD-66'] });
  expect(missing.findings).toMatchObject([{ code: 'rule-not-covered', facts: { name: 'R-HOLD-66' } }]);
  const unknown = lintPlanted(
    (pack) => {
      pack.hold.rules = ['R-HOLD-2', 'R-HOLD-77'];
      return ['hold'];
    },
    { ...options, rules },
  );
  expect(unknown.findings).toMatchObject([{ code: 'no-such-rule', path: 'hold' }]);
});

function linted(files: Readonly<Record<string, string>>, path = '.'): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'zuoxi-lint-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const findings = lintSources(join(folder, path), options);
  rmSync(folder, { recursive: true });
  return findings.map(({ position: { file, line, column }, code }) => {
    return `${file.slice(folder.length + 1)}:${String(line)}:${String(column)} ${code}`;
  });
}

const whole = JSON.stringify(zhPack().pack);

test.each([
  ['a name twice', 'a: 1\nb:\n  c: 1\n  c: 2\n', 'pack.yaml:4:3 yaml-key-twice'],
  ['no YAML', 'a: [1\nb: 2', 'pack.yaml:2:1 yaml-unreadable'],
  ['an alias', 'a: &x [1]\nb: *x\n', 'pack.yaml:2:4 yaml-alias'],
])('a source with %s is told where it stands', (_what, text, expected) => {
  expect(linted({ 'pack.yaml': text })).toEqual([expected]);
});

test('what stands in another file of the pack, or in the one that it extends, is told there', () => {
  const files = {
    'base/pack.json.yaml': whole,
    'own/a.yaml': `extends: { pack: ../base }\nid: own\nversion: 1.0.0\n`,
    'own/more/b.yaml': `situations:\n  - id: noise\n    lines:\n      - id: noise-new\n        text: 您好。\n        when: >-\n          mood >= 0\n`,
  };
  expect(linted(files, 'own')).toEqual(['own/more/b.yaml:6:9 always-so']);
  expect(linted({ 'a.yaml': 'hold: { limitMs: 1 }', 'b.yaml': 'hold:\n  limitMs: 2' })).toEqual([
    'a.yaml:1:9 said-twice',
  ]);
});
