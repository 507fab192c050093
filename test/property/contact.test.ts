import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEvent } from '../../src-shared/domain/contact/apply.ts';
import { deadlinesOf } from '../../src-shared/domain/contact/deadlines.ts';
import { decide } from '../../src-shared/domain/contact/decide.ts';
import { contactEventSchema, type ContactEvent } from '../../src-shared/domain/contact/event.ts';
import type { ContactPolicy } from '../../src-shared/domain/contact/policy.ts';
import { lineOf, NO_CONTACT, progressOf, type ContactState } from '../../src-shared/domain/contact/state.ts';
import { commands, events, opening, policies, type Command } from './contact-arbitraries.ts';

interface Fact {
  readonly at: number;
  readonly event: ContactEvent;
}

const START = 1_700_000_000_000;
const days = {
  clockOfDay: (at: number): number => Math.floor(at / 86_400_000) * 86_400_000 + 46_800_000,
  dateOf: () => '2026-03-02',
};
const steps = fc.array(
  fc.record({ command: commands, afterMs: fc.integer({ min: 0, max: 90_000 }), missing: fc.subarray(['a', 'b']) }),
  { maxLength: 60 },
);
/** Often enough something is answered, so that the interesting middle of a contact is reached. */
const begun = fc.record({ first: opening(), answered: fc.boolean(), steps });

function replay(facts: readonly Fact[]): ContactState {
  let state = NO_CONTACT;
  for (const { event, at } of facts) {
    const applied = applyEvent(state, event, at);
    if (!applied.ok) throw new Error(JSON.stringify(applied.error));
    state = applied.value;
  }
  return state;
}

function invariants(state: ContactState, facts: readonly Fact[], policy: ContactPolicy): void {
  const line = lineOf(state);
  const running = deadlinesOf(state, policy, days).map(({ kind }) => kind);
  expect(running.filter((kind) => kind !== 'target').length).toBeLessThanOrEqual(1);
  if (state.phase === 'wrap-up' || state.phase === 'closed')
    expect(running.every((kind) => kind === 'target')).toBe(true);
  if (state.phase === 'active' && state.conversation.channel === 'chat') expect(line).toBeNull();
  expect(new Set(deadlinesOf(state, policy, days).map(({ key }) => key)).size).toBe(running.length);

  const progress = progressOf(state);
  if (progress === null) return;
  const started = facts.filter(({ event }) => event.type === 'hold-started').length;
  const ended = facts.flatMap(({ event }) => (event.type === 'hold-ended' ? [event.heldMs] : []));
  expect(progress.holds).toMatchObject({
    count: started,
    totalMs: ended.reduce((sum, held) => sum + held, 0),
    longestMs: Math.max(0, ...ended),
  });
  expect(started - ended.length).toBe(line?.kind === 'hold' ? 1 : 0);
  expect(progress.visited).toContain(progress.stage);
  expect(new Set(progress.visited).size).toBe(progress.visited.length);
  if (progress.situation !== null) expect(progress.situationsSeen).toContain(progress.situation);
}

/** Gives the commands one after the other and checks each step; the facts in the order in which they happened. */
function live(policy: ContactPolicy, wishes: readonly { command: Command; afterMs: number; missing: string[] }[]) {
  let state: ContactState = NO_CONTACT;
  let now = START;
  const facts: Fact[] = [];
  for (const { command, afterMs, missing } of wishes) {
    now += afterMs;
    const before = JSON.stringify(state);
    const decision = decide(state, command, { now, policy, missingFields: missing });
    expect(JSON.stringify(state)).toBe(before);
    if (!decision.ok) continue;
    expect(decision.value.length).toBeGreaterThan(0);
    for (const event of decision.value) {
      expect(contactEventSchema.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
      const applied = applyEvent(state, event, now);
      if (!applied.ok) throw new Error(`${command.type} gave ${JSON.stringify(applied.error)}`);
      facts.push({ at: now, event });
      state = applied.value;
    }
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    invariants(state, facts, policy);
  }
  return { state, facts };
}

function wishesOf({
  first,
  answered,
  steps: rest,
}: {
  first: Command;
  answered: boolean;
  steps: Parameters<typeof live>[1];
}) {
  const at = (command: Command) => ({ command, afterMs: 1_000, missing: [] });
  return [at(first), ...(answered ? [at({ type: 'answer' }), at({ type: 'reach', party: 'customer' })] : []), ...rest];
}

describe('the contact machine, whatever it is asked', () => {
  test('never throws, refuses without a trace, keeps R-HOLD-5 and one state of the line', () => {
    fc.assert(
      fc.property(policies, begun, (policy, contact) => {
        const { state, facts } = live(policy, wishesOf(contact));
        expect(replay(facts)).toEqual(state);
      }),
      { numRuns: 1_500 },
    );
  });

  test('takes any well-formed event or says that it does not fit, and changes nothing in place', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 60 }), policies, (log, policy) => {
        let state: ContactState = NO_CONTACT;
        for (const [index, event] of log.entries()) {
          const before = JSON.stringify(state);
          const applied = applyEvent(state, event, START + index);
          expect(JSON.stringify(state)).toBe(before);
          if (!applied.ok) {
            expect(applied.error).toEqual({ code: 'event-misfit', event: event.type, phase: state.phase });
            continue;
          }
          state = applied.value;
          expect(JSON.parse(JSON.stringify(state))).toEqual(state);
          deadlinesOf(state, policy, days);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  test('R-HOLD-5: changes of the clock of any size leave the lengths of holds as they were', () => {
    const holds = fc.array(
      fc.record({ beforeMs: fc.nat(60_000), shiftMs: fc.integer({ min: -1e11, max: 1e11 }), afterMs: fc.nat(60_000) }),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(policies, holds, (policy, lengths) => {
        let wall = START;
        const facts: Fact[] = [];
        let state: ContactState = NO_CONTACT;
        const give = (command: Command): void => {
          const decision = decide(state, command, { now: wall, policy, missingFields: [] });
          if (!decision.ok) throw new Error(JSON.stringify(decision.error));
          for (const event of decision.value) facts.push({ at: wall, event });
          state = replay(facts);
        };
        give({ type: 'open', channel: 'call', direction: 'inbound', scenario: null, callback: null });
        give({ type: 'answer' });
        for (const { beforeMs, shiftMs, afterMs } of lengths) {
          give({ type: 'start-hold', reason: null });
          wall += beforeMs + shiftMs;
          give({ type: 'shift-clock', byMs: shiftMs });
          const hold = deadlinesOf(state, policy, days).find(({ kind }) => kind === 'hold');
          expect((hold?.dueAt ?? 0) - wall).toBe(policy.hold.limitMs - beforeMs);
          wall += afterMs;
          give({ type: 'end-hold', by: 'back' });
        }
        const held = lengths.map(({ beforeMs, afterMs }) => beforeMs + afterMs);
        expect(progressOf(state)?.holds).toMatchObject({
          ...{ count: held.length, totalMs: held.reduce((sum, ms) => sum + ms, 0), longestMs: Math.max(...held) },
        });
      }),
    );
  });
});
