import fc from 'fast-check';
import type { ContactCommand, CoreCommand } from '../../src-shared/domain/contact/command.ts';
import type { ContactEvent } from '../../src-shared/domain/contact/event.ts';
import type { ContactPolicy } from '../../src-shared/domain/contact/policy.ts';

export type Command = ContactCommand | CoreCommand;

/** Names of the policy, names of nothing, and names that every object of the language answers to. */
const NAMES = ['a', 'b', 'c', 'd', 'nobody', 'constructor', '__proto__', 'toString'] as const;
const name: fc.Arbitrary<string> = fc.constantFrom(...NAMES);
const known = fc.constantFrom('a', 'b', 'c', 'd');
const mostlyKnown: fc.Arbitrary<string> = fc.oneof({ arbitrary: known, weight: 5 }, { arbitrary: name, weight: 1 });
const party = fc.constantFrom('customer' as const, 'other' as const);
const reason = fc.oneof(fc.constant(null), fc.string({ maxLength: 20 }), fc.constant('查订单记录'));
const millis = fc.integer({ min: 1, max: 120_000 });

export const policies: fc.Arbitrary<ContactPolicy> = fc.record({
  stages: fc.uniqueArray(known, { minLength: 1, maxLength: 4 }).map((stages) => stages as [string, ...string[]]),
  scenarios: fc.uniqueArray(known, { maxLength: 4 }),
  situations: fc.dictionary(known, fc.record({ mood: fc.option(fc.constantFrom('a', 'b')) }), {
    noNullPrototype: true,
  }),
  moods: fc.constant(['a', 'b', 'c']),
  departments: fc.uniqueArray(known, { maxLength: 3 }),
  remedies: fc.uniqueArray(known, { maxLength: 3 }),
  escalations: fc.uniqueArray(known, { maxLength: 3 }),
  lines: fc.constant(['a', 'b', 'c']),
  failedOutcomes: fc.uniqueArray(known, { maxLength: 3 }),
  ring: fc.record({ cycleMs: millis, best: fc.integer({ min: 1, max: 3 }), limit: fc.integer({ min: 1, max: 5 }) }),
  chatAcknowledgeMs: millis,
  hold: fc.record({ warnAfterMs: millis, limitMs: millis }),
  silence: fc.record({ prompts: fc.integer({ min: 1, max: 4 }), pauseMs: millis }),
  redialWithinMs: millis,
  severities: fc.constant(['a', 'b', 'c']),
  business: fc.constant({
    hours: [],
    calendar: { weekdays: [1, 2, 3, 4, 5], holidays: [], adjustedWorkdays: [], coveredUntil: '2026-12-31' },
  }),
  targetWarnAfter: fc.constantFrom(0.25, 0.5, 0.75),
  undoCloseMs: millis,
  targets: fc.uniqueArray(
    fc.record({
      id: known,
      name: fc.constant('目标'),
      scenario: fc.option(known),
      channel: fc.option(fc.constantFrom('call' as const, 'chat' as const)),
      severity: fc.option(known),
      due: fc.oneof(
        fc.record({ withinMs: millis, counts: fc.constantFrom('always' as const, 'business' as const) }),
        fc.constant({ sameDayAt: '21:00' }),
      ),
      metByStage: known,
    }),
    { selector: ({ id }) => id, maxLength: 3 },
  ),
});

const bare = fc
  .constantFrom(
    ...(['answer', 'abandon', 'next-stage', 'leave-situation', 'start-silence', 'end-silence', 'drop-line'] as const),
    ...(['redial', 'reconnect', 'undo-close', 'complete'] as const),
  )
  .map((type): Command => ({ type }));

const keys = fc.constantFrom('hold-1', 'hold-2', 'silence-1-1', 'silence-1-2', 'silence-2-1', 'ring', 'hold-0', '');

const remedy = {
  remedy: mostlyKnown,
  amount: fc.option(fc.integer({ min: 1, max: 999 })),
  reason: fc.string({ maxLength: 9 }),
};

export const commands: fc.Arbitrary<Command> = fc.oneof(
  { arbitrary: bare, weight: 10 },
  fc.record({ type: fc.constant('reach' as const), party }),
  fc.record({ type: fc.constant('change-party' as const), party }),
  fc.record({ type: fc.constant('fail-attempt' as const), outcome: mostlyKnown }),
  fc.record({ type: fc.constant('classify' as const), scenario: mostlyKnown }),
  fc.record({ type: fc.constant('enter-stage' as const), stage: mostlyKnown }),
  fc.record({ type: fc.constant('enter-situation' as const), situation: mostlyKnown }),
  fc.record({ type: fc.constant('tag-mood' as const), mood: mostlyKnown }),
  fc.record({ type: fc.constant('use-line' as const), line: mostlyKnown, via: fc.constantFrom('clipboard', 'spoken') }),
  fc.record({
    type: fc.constant('override-wording' as const),
    line: mostlyKnown,
    rules: fc.constant(['R-WRD-1']),
    reason: fc.string({ minLength: 1, maxLength: 9 }),
  }),
  { arbitrary: fc.record({ type: fc.constant('start-hold' as const), reason }), weight: 4 },
  fc.record({ type: fc.constant('give-hold-reason' as const), reason: fc.string({ minLength: 1, maxLength: 9 }) }),
  {
    arbitrary: fc.record({ type: fc.constant('end-hold' as const), by: fc.constantFrom('back', 'declined') }),
    weight: 3,
  },
  fc.record({ type: fc.constant('arrange-transfer' as const), department: mostlyKnown }),
  fc.record({ type: fc.constant('meet-target' as const), target: mostlyKnown }),
  fc.record({ type: fc.constant('end' as const), by: fc.constantFrom('customer', 'agent', 'line', 'silence') }),
  { arbitrary: fc.record({ type: fc.constant('close' as const), leaveToBeCompleted: fc.boolean() }), weight: 2 },
  { arbitrary: fc.record({ type: fc.constant('time-is-up' as const), key: keys }), weight: 4 },
  fc.record({ type: fc.constant('promise-callback' as const), callback: name, dueAt: fc.integer() }),
  fc.record({ type: fc.constant('grant-remedy' as const), ...remedy }),
  fc.record({ type: fc.constant('grade' as const), severity: fc.option(mostlyKnown) }),
  fc.record({
    type: fc.constant('request-remedy' as const),
    ...remedy,
    of: fc.constant('lead' as const),
    callback: name,
  }),
  fc.record({
    type: fc.constant('escalate' as const),
    escalation: mostlyKnown,
    to: fc.constant('lead' as const),
    callback: name,
    dueAt: fc.integer(),
  }),
  fc.record({ type: fc.constant('shift-clock' as const), byMs: fc.integer({ min: -1e11, max: 1e11 }) }),
  opening(),
);

export function opening(): fc.Arbitrary<Command> {
  return fc.record({
    type: fc.constant('open' as const),
    channel: fc.constantFrom('call' as const, 'call' as const, 'chat' as const),
    direction: fc.constantFrom('inbound' as const, 'inbound' as const, 'outbound' as const),
    scenario: fc.option<string>(mostlyKnown),
    callback: fc.option<string>(name),
  });
}

const bareEvent = fc
  .constantFrom(
    ...(['situation-left', 'hold-limit-reached', 'silence-started', 'silence-ran-out', 'silence-ended'] as const),
    ...(['line-dropped', 'reconnected', 'close-undone', 'completed'] as const),
  )
  .map((type): ContactEvent => ({ type }));

/** Events as they could stand in a damaged log: each well-formed, their order anything. */
export const events: fc.Arbitrary<ContactEvent> = fc.oneof(
  { arbitrary: bareEvent, weight: 9 },
  fc.record({
    type: fc.constant('opened' as const),
    channel: fc.constantFrom('call' as const, 'chat' as const),
    direction: fc.constantFrom('inbound' as const, 'outbound' as const),
    scenario: fc.option(name),
    callback: fc.option(name),
  }),
  fc.record({ type: fc.constant('answered' as const), rings: fc.nat(9), afterMs: fc.nat(), stage: name }),
  fc.record({ type: fc.constant('abandoned' as const), afterMs: fc.nat() }),
  fc.record({ type: fc.constant('reached' as const), party, stage: name }),
  fc.record({ type: fc.constant('attempt-failed' as const), outcome: name }),
  fc.record({ type: fc.constant('party-changed' as const), party }),
  fc.record({ type: fc.constant('classified' as const), scenario: name }),
  fc.record({ type: fc.constant('stage-entered' as const), stage: name }),
  fc.record({ type: fc.constant('situation-entered' as const), situation: name }),
  fc.record({ type: fc.constant('mood-tagged' as const), mood: name }),
  fc.record({
    type: fc.constant('line-used' as const),
    line: mostlyKnown,
    via: fc.constantFrom('clipboard', 'spoken'),
  }),
  fc.record({
    type: fc.constant('wording-overridden' as const),
    line: mostlyKnown,
    rules: fc.constant(['R-WRD-1']),
    reason: fc.string({ minLength: 1, maxLength: 9 }),
  }),
  { arbitrary: fc.record({ type: fc.constant('hold-started' as const), reason }), weight: 2 },
  fc.record({ type: fc.constant('hold-reason-given' as const), reason: fc.string({ minLength: 1, maxLength: 9 }) }),
  {
    arbitrary: fc.record({
      type: fc.constant('hold-ended' as const),
      heldMs: fc.nat(),
      by: fc.constantFrom('back', 'declined', 'line-lost', 'contact-ended'),
    }),
    weight: 2,
  },
  fc.record({ type: fc.constant('silence-prompted' as const), step: fc.integer({ min: 2, max: 4 }) }),
  fc.record({ type: fc.constant('redialled' as const), attempt: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ type: fc.constant('transfer-arranged' as const), department: name }),
  fc.record({ type: fc.constant('callback-promised' as const), callback: name, dueAt: fc.integer() }),
  fc.record({ type: fc.constant('remedy-granted' as const), ...remedy }),
  fc.record({ type: fc.constant('graded' as const), severity: fc.option(name) }),
  fc.record({
    type: fc.constant('remedy-requested' as const),
    ...remedy,
    of: fc.constant('lead' as const),
    callback: name,
  }),
  fc.record({
    type: fc.constant('escalated' as const),
    escalation: name,
    to: fc.constant('lead' as const),
    callback: name,
    dueAt: fc.integer(),
  }),
  fc.record({ type: fc.constant('target-met' as const), target: name }),
  fc.record({ type: fc.constant('ended' as const), by: fc.constantFrom('customer', 'agent', 'line', 'silence') }),
  fc.record({ type: fc.constant('closed' as const), missing: fc.array(name, { maxLength: 2 }) }),
  fc.record({ type: fc.constant('clock-shifted' as const), byMs: fc.integer() }),
);
