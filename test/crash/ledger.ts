import type { Failure } from '#shared/contract/failure.ts';
import type { Method, Request } from '#shared/contract/rpc.ts';
import type { Result } from '#shared/base/result.ts';
import type { ContactEventType } from '#shared/domain/contact/event.ts';

type Fate = 'unanswered' | 'done' | 'refused';

interface Sent<M extends Method = Method> {
  readonly method: M;
  readonly payload: Request<M>;
  fate: Fate;
  value: unknown;
}

/** The event that a command leaves; `alone` when nothing else writes events of this kind, so that a double is seen too. */
const EVENT_OF: Readonly<Record<string, { readonly type: ContactEventType; readonly alone: boolean }>> = {
  answer: { type: 'answered', alone: true },
  'enter-stage': { type: 'stage-entered', alone: true },
  'enter-situation': { type: 'situation-entered', alone: false },
  'start-hold': { type: 'hold-started', alone: false },
  'drop-line': { type: 'line-dropped', alone: false },
  redial: { type: 'redialled', alone: true },
  reconnect: { type: 'reconnected', alone: true },
  end: { type: 'ended', alone: true },
  close: { type: 'closed', alone: true },
};

/** Everything that was asked of a desk and what it acknowledged: the word that the desk must have kept after a crash. */
export class Ledger {
  readonly #sent: Sent[] = [];
  acknowledged = 0;

  write<M extends Method>(method: M, payload: Request<M>): { answered(answer: Result<unknown, Failure>): void } {
    const entry: Sent = { method, payload, fate: 'unanswered', value: null };
    this.#sent.push(entry);
    return {
      answered: (answer) => {
        entry.fate = answer.ok ? 'done' : 'refused';
        if (!answer.ok) return;
        entry.value = answer.value;
        this.acknowledged += 1;
      },
    };
  }

  /** For each edited field the texts that it may hold: the last acknowledged and what was sent after it. */
  texts(): ReadonlyMap<string, readonly string[]> {
    const allowed = new Map<string, string[]>();
    for (const { payload, fate } of this.#of('case.edit')) {
      const { caseId, field, value } = payload;
      const key = `${caseId} ${field}`;
      if (fate === 'done') allowed.set(key, [value]);
      // Before the first acknowledgement the field may still be as it was.
      else if (fate === 'unanswered') allowed.set(key, [...(allowed.get(key) ?? ['']), value]);
    }
    return allowed;
  }

  /** For each contact and kind of event the fewest and the most that may be in its log. */
  events(): ReadonlyMap<string, { readonly least: number; readonly most: number }> {
    const counts = new Map<string, { least: number; most: number }>();
    for (const { payload, fate } of this.#of('contact.command')) {
      const event = EVENT_OF[payload.command.type];
      if (event === undefined || fate === 'refused') continue;
      const key = `${payload.contactId} ${event.type}`;
      const { least, most } = counts.get(key) ?? { least: 0, most: event.alone ? 0 : Infinity };
      counts.set(key, { least: least + (fate === 'done' ? 1 : 0), most: most + 1 });
    }
    return counts;
  }

  /** Ids of what must be there, and how many more there may be. */
  made(method: 'contact.open' | 'callback.promise' | 'line.use'): {
    readonly ids: readonly string[];
    readonly perhaps: number;
  } {
    const entries = this.#of(method).filter(({ fate }) => fate !== 'refused');
    const done = entries.filter(({ fate }) => fate === 'done');
    const ids = done.map(({ value }) => Object.values(value as Record<string, unknown>)[0] as string);
    return { ids, perhaps: entries.length - done.length };
  }

  unanswered(): number {
    return this.#sent.filter(({ fate }) => fate === 'unanswered').length;
  }

  #of<M extends Method>(method: M): readonly Sent<M>[] {
    return this.#sent.filter((entry) => entry.method === method) as unknown as readonly Sent<M>[];
  }
}
