import { findsWhereItStands, type Draft } from './planted.ts';

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

function target(pack: Draft, metByStage: string, withinMs: number, severity?: string): number {
  const about = { scenario: 'issue', channel: 'call' as const, metByStage, withinMs };
  return pack.targets.push({
    id: `t${String(pack.targets.length)}`,
    name: '时限',
    ...about,
    ...(severity && { severity }),
  });
}

findsWhereItStands([
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
    'a promise that is late before it is due',
    'late-after-promise',
    (pack) => {
      pack.lateAfterMs = 999_999_999;
      return ['lateAfterMs'];
    },
  ],
  [
    'nobody who is calm',
    'no-calm-mood',
    (pack) => {
      for (const mood of pack.moods) mood.level += 1;
      return ['moods'];
    },
  ],
]);
