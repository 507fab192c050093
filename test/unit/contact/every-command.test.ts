import { describe, expect, test } from 'vitest';
import { asked, IN, NOON, open, type Command, type Situation } from './kit.ts';

/** One of each command, fit for the policy. */
const COMMANDS = {
  open: open(),
  answer: { type: 'answer' },
  abandon: { type: 'abandon' },
  reach: { type: 'reach', party: 'customer' },
  'fail-attempt': { type: 'fail-attempt', outcome: 'no-answer' },
  'change-party': { type: 'change-party', party: 'other' },
  classify: { type: 'classify', scenario: 'issue' },
  'enter-stage': { type: 'enter-stage', stage: 'listen' },
  'next-stage': { type: 'next-stage' },
  'enter-situation': { type: 'enter-situation', situation: 'noise' },
  'leave-situation': { type: 'leave-situation' },
  'tag-mood': { type: 'tag-mood', mood: 'angry' },
  'use-line': { type: 'use-line', line: 'greet-call', via: 'spoken' },
  'start-hold': { type: 'start-hold', reason: '' },
  'give-hold-reason': { type: 'give-hold-reason', reason: '查订单' },
  'end-hold': { type: 'end-hold', by: 'back' },
  'start-silence': { type: 'start-silence' },
  'end-silence': { type: 'end-silence' },
  'drop-line': { type: 'drop-line' },
  redial: { type: 'redial' },
  reconnect: { type: 'reconnect' },
  'override-wording': { type: 'override-wording', line: 'greet-call', rules: ['R-WRD-1'], reason: '客户的原话' },
  'arrange-transfer': { type: 'arrange-transfer', department: 'repair' },
  'meet-target': { type: 'meet-target', target: 'plan' },
  'promise-callback': { type: 'promise-callback', callback: 'c', dueAt: NOON + 7_200_000 },
  'grant-remedy': { type: 'grant-remedy', remedy: 'coupon', amount: 20, reason: '迟到' },
  'request-remedy': {
    ...{ type: 'request-remedy', remedy: 'coupon', amount: 200, reason: '', of: 'lead', callback: 'c' },
  },
  escalate: { type: 'escalate', escalation: 'to-lead', to: 'lead', callback: 'c', dueAt: NOON + 900_000 },
  'time-is-up': { type: 'time-is-up', key: 'ring' },
  end: { type: 'end', by: 'customer' },
  close: { type: 'close', leaveToBeCompleted: false },
  'undo-close': { type: 'undo-close' },
  grade: { type: 'grade', severity: 'grave' },
  complete: { type: 'complete' },
  'shift-clock': { type: 'shift-clock', byMs: 3_600_000 },
} as const satisfies Record<string, Command>;

type Name = keyof typeof COMMANDS;

/** What each command gives: the types of its events, or the code of its refusal. What is not named gives `else`. */
interface Row {
  readonly rule: string;
  readonly given: Partial<Record<Name, string>>;
  readonly else: string;
}

const recorded = {
  classify: '+classified',
  'tag-mood': '+mood-tagged',
  'use-line': '+line-used',
  'override-wording': '+wording-overridden',
  'arrange-transfer': '+transfer-arranged',
  'promise-callback': '+callback-promised',
  'grant-remedy': '+remedy-granted',
  'request-remedy': '+remedy-requested',
  escalate: '+escalated',
  'meet-target': '+target-met',
  'shift-clock': '+clock-shifted',
  grade: '+graded',
} as const;
const talking = {
  ...recorded,
  'change-party': '+party-changed',
  'enter-stage': '+stage-entered',
  'next-stage': '+stage-entered',
  'enter-situation': '+situation-entered',
  'leave-situation': 'nothing-to-do',
  'time-is-up': 'nothing-to-do',
  end: '+ended',
} as const;
const onLine = {
  ...talking,
  'start-hold': 'wrong-line',
  'give-hold-reason': 'wrong-line',
  'end-hold': 'wrong-line',
  'start-silence': 'wrong-line',
  'end-silence': 'wrong-line',
  'drop-line': 'wrong-line',
  redial: 'wrong-line',
  reconnect: 'wrong-line',
} as const;
const notOnChat = Object.fromEntries(
  (
    [
      'start-hold',
      'give-hold-reason',
      'end-hold',
      'start-silence',
      'end-silence',
      'drop-line',
      'redial',
      'reconnect',
    ] as const
  ).map((name) => [name, 'not-a-call']),
) as Partial<Record<Name, string>>;
const shift = { 'shift-clock': '+clock-shifted', grade: '+graded' } as const;
const afterwards = { ...shift, 'meet-target': '+target-met' } as const;

const TABLE: Readonly<Record<Situation, Row>> = {
  none: { rule: 'nothing is there yet', given: { open: '+opened' }, else: 'wrong-phase' },
  ringing: {
    rule: 'R-ANS-1',
    given: { ...shift, answer: '+answered', abandon: '+abandoned', classify: '+classified' },
    else: 'wrong-phase',
  },
  'chat waiting': {
    rule: 'R-SLA-4',
    given: { ...shift, answer: '+answered', abandon: '+abandoned', classify: '+classified' },
    else: 'wrong-phase',
  },
  dialling: {
    rule: 'R-OUT-1, R-CB-4',
    given: { ...shift, reach: '+reached', 'fail-attempt': '+attempt-failed', classify: '+classified' },
    else: 'wrong-phase',
  },
  connected: {
    rule: 'R-HOLD-1, R-SIT-5, R-SIT-6',
    given: {
      ...onLine,
      'start-hold': '+hold-started',
      'start-silence': '+silence-started',
      'drop-line': '+line-dropped',
    },
    else: 'wrong-phase',
  },
  hold: {
    rule: 'R-HOLD-2, R-HOLD-5',
    given: {
      ...onLine,
      'give-hold-reason': '+hold-reason-given',
      'end-hold': '+hold-ended',
      'drop-line': '+hold-ended +line-dropped',
      end: '+hold-ended +ended',
    },
    else: 'wrong-phase',
  },
  silent: {
    rule: 'R-SIT-5',
    given: { ...onLine, 'end-silence': '+silence-ended', 'drop-line': '+silence-ended +line-dropped' },
    else: 'wrong-phase',
  },
  dropped: {
    rule: 'R-SIT-6, R-CB-5',
    given: { ...onLine, redial: '+redialled', reconnect: '+reconnected' },
    else: 'wrong-phase',
  },
  chat: { rule: 'a chat cannot be put on hold', given: { ...talking, ...notOnChat }, else: 'wrong-phase' },
  'wrap-up': { rule: 'R-CLO-2', given: { ...recorded, close: '+closed' }, else: 'wrong-phase' },
  closed: {
    rule: 'undo of a close',
    given: { ...afterwards, 'undo-close': '+close-undone', complete: 'nothing-to-do' },
    else: 'wrong-phase',
  },
  indebted: {
    rule: 'to be completed',
    given: { ...afterwards, 'undo-close': '+close-undone', complete: '+completed' },
    else: 'wrong-phase',
  },
  abandoned: { rule: 'R-ANS-1', given: afterwards, else: 'wrong-phase' },
  unreached: { rule: 'R-CB-4', given: afterwards, else: 'wrong-phase' },
};

const cases = (Object.entries(TABLE) as [Situation, Row][]).flatMap(([situation, row]) =>
  (Object.keys(COMMANDS) as Name[]).map((name) => ({
    situation,
    name,
    rule: row.rule,
    gives: row.given[name] ?? row.else,
  })),
);

describe('the table of the contact machine', () => {
  test.each(cases)('$situation ($rule): $name gives $gives', ({ situation, name, gives }) => {
    const decision = asked(IN[situation], COMMANDS[name], NOON + 31_000);
    const given = decision.ok ? decision.value.map(({ type }) => `+${type}`).join(' ') : decision.error.code;
    expect(given).toBe(gives);
  });
});
