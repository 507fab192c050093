import type { CaseId } from '#shared/base/ids.ts';
import type { Random } from '#kit/random.ts';
import type { WireClient } from '#kit/wire-client.ts';

/** Fields of cases that every desk edits; the agent's own fields are left to the agent. */
export const SHARED_FIELDS = ['product', 'question', 'answer'] as const;

interface Edit {
  readonly caseId: CaseId;
  readonly field: string;
  readonly value: string;
  saved: boolean;
  /** The desk said that a settle that came after was done. */
  settled: boolean;
}

/** Two agents have their hands on the same cases: edits one field of both, takes the other's callbacks, decides conflicts. */
export class SharedWork {
  readonly #by: string;
  readonly #random: Random;
  readonly #cases: Set<CaseId>;
  readonly #edits: Edit[] = [];
  acknowledged = 0;

  /** `cases` are those of all desks; what one does not have yet is left alone. */
  constructor(by: string, random: Random, cases: Set<CaseId>) {
    this.#by = by;
    this.#random = random;
    this.#cases = cases;
  }

  async turn(client: Pick<WireClient, 'request'>): Promise<void> {
    const dice = this.#random.next();
    if (dice < 0.1) await this.#take(client);
    else if (dice < 0.18) await this.#decide(client);
    else await this.#edit(client);
  }

  /**
   * Texts that the desk acknowledged, and that the history of the case must have: alternatives, one of which is enough, since
   * typing that was not settled is replaced by what is typed after it.
   */
  promised(): readonly { readonly caseId: CaseId; readonly field: string; readonly oneOf: readonly string[] }[] {
    return this.#edits.flatMap((edit, at) => {
      if (!edit.saved) return [];
      const later = this.#edits
        .slice(at + 1)
        .filter(({ caseId, field }) => caseId === edit.caseId && field === edit.field);
      const oneOf = edit.settled ? [edit.value] : [edit.value, ...later.map(({ value }) => value)];
      return [{ caseId: edit.caseId, field: edit.field, oneOf }];
    });
  }

  async #edit(client: Pick<WireClient, 'request'>): Promise<void> {
    // Mostly the newest ones, so that both often meet.
    const newest = [...this.#cases].slice(-4);
    if (newest.length === 0) return;
    const caseId = this.#random.pick(newest);
    const edit: Edit = {
      ...{ caseId, field: this.#random.pick(SHARED_FIELDS), value: `${this.#by}-${this.#edits.length}` },
      ...{ saved: false, settled: false },
    };
    this.#edits.push(edit);
    edit.saved = (await client.request('case.edit', { caseId, field: edit.field, value: edit.value })).ok;
    if (!edit.saved) return;
    this.acknowledged += 1;
    if (this.#random.chance(0.3)) return;
    const settled = (await client.request('case.settle', { caseId })).ok;
    if (!settled) return;
    this.acknowledged += 1;
    edit.settled = true;
  }

  async #take(client: Pick<WireClient, 'request'>): Promise<void> {
    const listed = await client.request('callback.list', { status: 'open', before: null, limit: 5 });
    const callback = listed.ok ? listed.value.items.at(this.#random.between(-5, -1)) : undefined;
    if (callback === undefined) return;
    const taken = await client.request('callback.take', { callbackId: callback.id });
    if (taken.ok) this.acknowledged += 1;
  }

  async #decide(client: Pick<WireClient, 'request'>): Promise<void> {
    const listed = await client.request('sync.conflicts', { before: null, limit: 5 });
    const conflict = listed.ok ? listed.value.items[0] : undefined;
    if (conflict === undefined) return;
    const settled = await client.request('sync.settle', {
      conflict: conflict.id,
      as: this.#random.pick(['taken', 'left']),
    });
    if (settled.ok) this.acknowledged += 1;
  }
}
