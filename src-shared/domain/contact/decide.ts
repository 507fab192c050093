import { assertNever } from '../../base/assert-never.ts';
import type { EpochMs } from '../../base/clock.ts';
import { fail, ok } from '../../base/result.ts';
import type { ContactCommand, CoreCommand } from './command.ts';
import { applies, keyOfHold, keyOfSilence } from './deadlines.ts';
import type { ContactEvent } from './event.ts';
import { nothingToDo, notInPack, one, wrongPhase, type Circumstances, type Decision } from './decision.ts';
import { decideOnLine, LINE_COMMANDS, type LineCommand } from './decide-line.ts';
import { classify, decideRecord, grade, meetTarget } from './decide-record.ts';
import type { ContactPolicy } from './policy.ts';
import { lineOf, type Active, type Closed, type ContactState, type Waiting, type WrapUp } from './state.ts';

/** What happens when `command` is given in `state`. Pure and total; the events returned always fit the state. */
export function decide(state: ContactState, command: ContactCommand | CoreCommand, around: Circumstances): Decision {
  if (command.type === 'shift-clock') {
    return state.phase === 'none' ? wrongPhase(state) : one({ type: 'clock-shifted', byMs: command.byMs });
  }
  if (command.type === 'grade' && state.phase !== 'none') return grade(command.severity, state.head, around.policy);
  switch (state.phase) {
    case 'none': {
      if (command.type !== 'open') return wrongPhase(state);
      const { channel, direction, scenario, callback } = command;
      if (scenario !== null && !around.policy.scenarios.includes(scenario)) return notInPack('scenario', scenario);
      return one({ type: 'opened', channel, direction, scenario, callback });
    }
    case 'ringing':
    case 'dialling':
      return whenWaiting(state, command, around);
    case 'active':
      return whenActive(state, command, around);
    case 'wrap-up':
      return whenWrapUp(state, command, around);
    case 'closed':
      return whenClosed(state, command, around);
    default:
      return assertNever(state);
  }
}

function whenWaiting(state: Waiting, command: ContactCommand | CoreCommand, { now, policy }: Circumstances): Decision {
  const afterMs = Math.max(0, now - state.since);
  const stage = policy.stages[0];
  const inbound = state.phase === 'ringing';
  switch (command.type) {
    case 'answer': {
      if (!inbound) return wrongPhase(state);
      const rings = state.head.channel === 'call' ? Math.floor(afterMs / policy.ring.cycleMs) + 1 : 0;
      return one({ type: 'answered', rings, afterMs, stage });
    }
    case 'abandon':
      return inbound ? one({ type: 'abandoned', afterMs }) : wrongPhase(state);
    case 'reach':
      return inbound ? wrongPhase(state) : one({ type: 'reached', party: command.party, stage });
    case 'fail-attempt':
      if (inbound) return wrongPhase(state);
      if (!policy.failedOutcomes.includes(command.outcome)) return notInPack('outcome', command.outcome);
      return one({ type: 'attempt-failed', outcome: command.outcome });
    case 'classify':
      return classify(command.scenario, state.head.scenario, policy);
    default:
      return wrongPhase(state);
  }
}

function whenActive(state: Active, command: ContactCommand | CoreCommand, around: Circumstances): Decision {
  const { policy } = around;
  const { progress } = state;
  if (isLineCommand(command)) {
    return state.conversation.channel === 'call'
      ? decideOnLine(state.conversation.line, command, around)
      : fail({ code: 'not-a-call' });
  }
  switch (command.type) {
    case 'change-party':
      return progress.party === command.party ? nothingToDo() : one({ type: 'party-changed', party: command.party });
    case 'enter-stage':
      return enterStage(state, command.stage, policy);
    case 'next-stage': {
      const next = policy.stages[policy.stages.indexOf(progress.stage) + 1];
      return next === undefined ? fail({ code: 'no-further-stage' }) : enterStage(state, next, policy);
    }
    case 'enter-situation':
      return enterSituation(state, command.situation, policy);
    case 'leave-situation':
      return progress.situation === null ? nothingToDo() : one({ type: 'situation-left' });
    case 'time-is-up':
      return timeIsUp(state, command.key, policy);
    case 'end':
      return ok([...lineLetGo(state, around.now), { type: 'ended', by: command.by }]);
    case 'close':
    case 'undo-close':
      return wrongPhase(state);
    default:
      return decideRecord(state, command, policy);
  }
}

function whenWrapUp(state: WrapUp, command: ContactCommand | CoreCommand, around: Circumstances): Decision {
  if (command.type === 'close') {
    const missing = around.missingFields;
    if (missing.length > 0 && !command.leaveToBeCompleted) return fail({ code: 'fields-missing', fields: missing });
    return one({ type: 'closed', missing });
  }
  return decideRecord(state, command, around.policy);
}

function whenClosed(state: Closed, command: ContactCommand | CoreCommand, { now, policy }: Circumstances): Decision {
  if (command.type === 'meet-target') return meetTarget(state, command.target, policy);
  if (state.closing.kind !== 'handled') return wrongPhase(state);
  if (command.type === 'undo-close') {
    const late = Math.abs(now - state.closedAt) > policy.undoCloseMs;
    return late ? fail({ code: 'undo-too-late' }) : one({ type: 'close-undone' });
  }
  if (command.type === 'complete') return state.closing.missing.length > 0 ? one({ type: 'completed' }) : nothingToDo();
  return wrongPhase(state);
}

function enterStage(state: Active, stage: string, policy: ContactPolicy): Decision {
  if (!policy.stages.includes(stage)) return notInPack('stage', stage);
  if (state.progress.stage === stage && state.progress.situation === null) return nothingToDo();
  const met = policy.targets.filter(
    (target) => target.metByStage === stage && applies(target, state.head) && !state.targetsMet.includes(target.id),
  );
  return ok([
    { type: 'stage-entered', stage },
    ...met.map((target) => ({ type: 'target-met', target: target.id }) as const),
  ]);
}

function enterSituation(state: Active, situation: string, policy: ContactPolicy): Decision {
  // Only the policy's own names: every object also answers to "constructor" and the like.
  const known = Object.hasOwn(policy.situations, situation) ? policy.situations[situation] : undefined;
  if (known === undefined) return notInPack('situation', situation);
  if (state.progress.situation === situation) return nothingToDo();
  const events: ContactEvent[] = [{ type: 'situation-entered', situation }];
  if (known.mood !== null && known.mood !== state.progress.mood) events.push({ type: 'mood-tagged', mood: known.mood });
  return ok(events);
}

function timeIsUp(state: Active, key: string, policy: ContactPolicy): Decision {
  const line = lineOf(state);
  if (line?.kind === 'hold' && key === keyOfHold(state.progress) && !line.limitReached) {
    return one({ type: 'hold-limit-reached' });
  }
  if (line?.kind === 'silent' && key === keyOfSilence(state.progress, line) && !line.ranOut) {
    const last = line.step >= policy.silence.prompts;
    return one(last ? { type: 'silence-ran-out' } : { type: 'silence-prompted', step: line.step + 1 });
  }
  return nothingToDo();
}

/** Nobody stays on hold in a contact that has ended. */
function lineLetGo(state: Active, now: EpochMs): ContactEvent[] {
  const line = lineOf(state);
  return line?.kind === 'hold'
    ? [{ type: 'hold-ended', heldMs: Math.max(0, now - line.since), by: 'contact-ended' }]
    : [];
}

function isLineCommand(command: ContactCommand | CoreCommand): command is LineCommand {
  return (LINE_COMMANDS as readonly string[]).includes(command.type);
}
