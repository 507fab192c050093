import type { ContactCommand, CoreCommand } from './command.ts';
import { decideRemedy } from './decide-remedy.ts';
import { nothingToDo, notInPack, one, wrongPhase, type Decision } from './decision.ts';
import type { ContactPolicy } from './policy.ts';
import type { Active, Closed, ContactHead, WrapUp } from './state.ts';

/** What may be recorded both during the conversation and while it is wrapped up. */
export function decideRecord(
  state: Active | WrapUp,
  command: ContactCommand | CoreCommand,
  policy: ContactPolicy,
): Decision {
  switch (command.type) {
    case 'classify':
      return classify(command.scenario, state.head.scenario, policy);
    case 'tag-mood':
      if (!policy.moods.includes(command.mood)) return notInPack('mood', command.mood);
      return state.progress.mood === command.mood ? nothingToDo() : one({ type: 'mood-tagged', mood: command.mood });
    case 'use-line':
      if (!policy.lines.includes(command.line)) return notInPack('line', command.line);
      return one({ ...command, type: 'line-used' });
    case 'override-wording':
      if (!policy.lines.includes(command.line)) return notInPack('line', command.line);
      return one({ ...command, type: 'wording-overridden' });
    case 'arrange-transfer':
      if (!policy.departments.includes(command.department)) return notInPack('department', command.department);
      return one({ type: 'transfer-arranged', department: command.department });
    case 'promise-callback':
      return one({ type: 'callback-promised', callback: command.callback, dueAt: command.dueAt });
    case 'withdraw-callback': {
      const known = state.progress.callbacks.some(({ id }) => id === command.callback);
      return known ? one({ type: 'callback-withdrawn', callback: command.callback }) : nothingToDo();
    }
    case 'grant-remedy':
    case 'request-remedy':
    case 'escalate':
      return decideRemedy(command, policy);
    case 'meet-target':
      return meetTarget(state, command.target, policy);
    default:
      return wrongPhase(state);
  }
}

export function meetTarget(state: Active | WrapUp | Closed, target: string, policy: ContactPolicy): Decision {
  if (!policy.targets.some(({ id }) => id === target)) return notInPack('target', target);
  return state.targetsMet.includes(target) ? nothingToDo() : one({ type: 'target-met', target });
}

export function grade(severity: string | null, head: ContactHead, { severities }: ContactPolicy): Decision {
  if (severity !== null && !severities.includes(severity)) return notInPack('severity', severity);
  return severity === (head.severity ?? null) ? nothingToDo() : one({ type: 'graded', severity });
}

export function classify(scenario: string, current: string | null, policy: ContactPolicy): Decision {
  if (!policy.scenarios.includes(scenario)) return notInPack('scenario', scenario);
  return scenario === current ? nothingToDo() : one({ type: 'classified', scenario });
}
