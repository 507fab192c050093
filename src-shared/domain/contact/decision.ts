import type { EpochMs } from '../../base/clock.ts';
import { fail, type Result } from '../../base/result.ts';
import type { ContactRefusal } from './command.ts';
import type { ContactEvent } from './event.ts';
import type { ContactPolicy } from './policy.ts';

export interface Circumstances {
  readonly now: EpochMs;
  readonly policy: ContactPolicy;
  /** Required fields that are still open on the case (asked for at closing). */
  readonly missingFields: readonly string[];
}

export type Decision = Result<readonly ContactEvent[], ContactRefusal>;

export function one(event: ContactEvent): Decision {
  return { ok: true, value: [event] };
}

export function nothingToDo(): Decision {
  return fail({ code: 'nothing-to-do' });
}

export function notInPack(kind: string, id: string): Decision {
  return fail({ code: 'not-in-pack', kind, id });
}

export function wrongPhase(state: { readonly phase: string }): Decision {
  return fail({ code: 'wrong-phase', phase: state.phase });
}
