import { applyEvent } from '#shared/domain/contact/apply.ts';
import type { ContactCommand, CoreCommand } from '#shared/domain/contact/command.ts';
import type { Decision } from '#shared/domain/contact/decision.ts';
import { decide } from '#shared/domain/contact/decide.ts';
import type { ContactPolicy, Days } from '#shared/domain/contact/policy.ts';
import { NO_CONTACT, type ContactState } from '#shared/domain/contact/state.ts';

export type Command = ContactCommand | CoreCommand;

/** 2026-03-02 10:00 in Shanghai. */
export const NOON = Date.UTC(2026, 2, 2, 2, 0, 0);

export const POLICY: ContactPolicy = {
  stages: ['greet', 'listen', 'solve'],
  scenarios: ['consult', 'issue'],
  situations: { noise: { mood: null }, angry: { mood: 'angry' } },
  moods: ['calm', 'angry'],
  departments: ['repair'],
  remedies: ['coupon'],
  escalations: ['to-lead'],
  lines: ['greet-call'],
  failedOutcomes: ['no-answer'],
  ring: { cycleMs: 5_000, best: 2, limit: 3 },
  chatAcknowledgeMs: 20_000,
  hold: { warnAfterMs: 45_000, limitMs: 60_000 },
  silence: { prompts: 3, pauseMs: 5_000 },
  redialWithinMs: 30_000,
  targetWarnAfter: 0.75,
  undoCloseMs: 5_000,
  severities: ['grave'],
  business: {
    hours: [],
    calendar: { weekdays: [1, 2, 3, 4, 5], holidays: [], adjustedWorkdays: [], coveredUntil: '2026-12-31' },
  },
  targets: [
    {
      id: 'plan',
      name: '方案',
      scenario: 'issue',
      channel: null,
      severity: null,
      due: { withinMs: 3_600_000, counts: 'always' },
      metByStage: 'solve',
    },
    {
      id: 'today',
      name: '当日',
      scenario: 'issue',
      channel: null,
      severity: null,
      due: { sameDayAt: '21:00' },
      metByStage: 'close',
    },
    {
      id: 'chat',
      name: '留言',
      scenario: null,
      channel: 'chat',
      severity: null,
      due: { withinMs: 300_000, counts: 'always' },
      metByStage: 'solve',
    },
  ],
};

/** `HH:MM` of the day in Shanghai, which has no summer time. */
export function shanghai(at: number, clock: string): number {
  const day = Math.floor((at + 8 * 3_600_000) / 86_400_000) * 86_400_000 - 8 * 3_600_000;
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return day + hours * 3_600_000 + minutes * 60_000;
}

export const DAYS: Days = {
  clockOfDay: shanghai,
  dateOf: (at) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10),
};

export function asked(
  state: ContactState,
  command: Command,
  now: number,
  missingFields: readonly string[] = [],
): Decision {
  return decide(state, command, { now, policy: POLICY, missingFields });
}

/** The state after these commands, each given at its moment (ms after the beginning). */
export function after(
  steps: readonly (readonly [number, Command])[],
  missingFields: readonly string[] = [],
): ContactState {
  let state: ContactState = NO_CONTACT;
  for (const [at, command] of steps) {
    const decision = asked(state, command, NOON + at, missingFields);
    if (!decision.ok) throw new Error(`${command.type}: ${JSON.stringify(decision.error)}`);
    for (const event of decision.value) {
      const applied = applyEvent(state, event, NOON + at);
      if (!applied.ok) throw new Error(JSON.stringify(applied.error));
      state = applied.value;
    }
  }
  return state;
}

export function open(channel: 'call' | 'chat' = 'call', direction: 'inbound' | 'outbound' = 'inbound'): Command {
  return { type: 'open', channel, direction, scenario: null, callback: null };
}

const talking = [
  [0, open()],
  [7_000, { type: 'answer' }],
] as const;

/** A contact in each state that it can be in. */
export const IN = {
  none: NO_CONTACT,
  ringing: after([[0, open()]]),
  'chat waiting': after([[0, open('chat')]]),
  dialling: after([[0, open('call', 'outbound')]]),
  connected: after(talking),
  hold: after([...talking, [10_000, { type: 'start-hold', reason: null }]]),
  silent: after([...talking, [10_000, { type: 'start-silence' }]]),
  dropped: after([...talking, [10_000, { type: 'drop-line' }]]),
  chat: after([
    [0, open('chat')],
    [2_000, { type: 'answer' }],
  ]),
  'wrap-up': after([...talking, [20_000, { type: 'end', by: 'customer' }]]),
  closed: after([
    ...talking,
    [20_000, { type: 'end', by: 'customer' }],
    [30_000, { type: 'close', leaveToBeCompleted: false }],
  ]),
  indebted: after(
    [...talking, [20_000, { type: 'end', by: 'customer' }], [30_000, { type: 'close', leaveToBeCompleted: true }]],
    ['product'],
  ),
  abandoned: after([
    [0, open()],
    [9_000, { type: 'abandon' }],
  ]),
  unreached: after([
    [0, open('call', 'outbound')],
    [9_000, { type: 'fail-attempt', outcome: 'no-answer' }],
  ]),
} as const satisfies Record<string, ContactState>;

export type Situation = keyof typeof IN;

/** The events that a command gives `at` ms after the beginning, else the refusal. */
export function events(state: ContactState, command: Command, at: number, missing: readonly string[] = []): unknown {
  const decision = asked(state, command, NOON + at, missing);
  return decision.ok ? decision.value : decision.error;
}
