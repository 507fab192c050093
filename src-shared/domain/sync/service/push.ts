import { referencesOf, type Entities } from '../entity.ts';
import { mergeOp, targetOf, type Received, type Refusal } from '../merge.ts';
import { keyOf, nameOf, valuesOf, type Op } from '../op.ts';
import { mayEverWrite, mayWrite } from '../rights.ts';
import type { RowState } from '../row.ts';
import type { DeviceState, Quarantined, RowKey, ServiceTransaction } from './store.ts';
import type { Workspace } from './workspace.ts';

/** What came of one op: part of the workspace, or kept aside. */
type Outcome =
  | { readonly kind: 'done'; readonly conflicts: readonly RowState[] }
  | { readonly kind: 'aside'; readonly reason: string; readonly waitsFor: string | null };

/**
 * Merges ops into the workspace, in their order. An op is never refused for ever: what does not fit is acknowledged and kept for
 * a supervisor, what came before the row it needs waits for it; neither holds up what comes behind it.
 */
export class OpMerger {
  readonly #entities: Entities;
  readonly #workspace: Workspace;
  readonly #transaction: ServiceTransaction;
  readonly #aside: Quarantined[] = [];
  readonly #made: string[] = [];
  /** Of the names that told values bear, those of ops that were taken in, and of which device. */
  readonly #taken = new Map<string, string>();

  constructor(entities: Entities, workspace: Workspace, transaction: ServiceTransaction) {
    this.#entities = entities;
    this.#workspace = workspace;
    this.#transaction = transaction;
  }

  /** `known` are the names of ops that were merged before; those that are `settled` were, in a former life of the service. */
  async merge(
    device: DeviceState,
    ops: readonly Received[],
    known: ReadonlySet<string>,
    settled: (seq: number) => boolean,
  ): Promise<void> {
    await this.#load(ops);
    for (const received of ops) {
      if (known.has(nameOf(received))) this.#tell(received);
      else await this.#one(device, received, settled(received.op.seq));
    }
    await this.release();
    if (this.#aside.length > 0) await this.#transaction.quarantine(this.#aside);
  }

  /** Rows were made: ops that waited for them are tried again, and so on. Call `made` first for rows that came otherwise. */
  async release(): Promise<void> {
    for (let made = this.#made.splice(0); made.length > 0; made = this.#made.splice(0)) {
      const kept = await this.#transaction.takeWaiting(made);
      const waiting = [...kept, ...this.#asideFor(made)];
      await this.#load(waiting);
      for (const received of waiting) {
        const device = await this.#transaction.device(received.device);
        if (device !== null) await this.#one(device, received);
      }
    }
  }

  /** Rows, and whether what was told of them is of ops that were taken in. */
  async #load(ops: readonly Received[]): Promise<void> {
    await this.#workspace.load(ops.flatMap((received) => this.#keysOf(received)));
    const told = new Set(ops.flatMap((received) => this.#toldOf(received)));
    if (told.size === 0) return;
    for (const [name, { device }] of await this.#transaction.takenOf([...told])) this.#taken.set(name, device);
  }

  /** The ops of this desk, or of a copy of it, whose values in the row were told. */
  #toldOf(received: Received): readonly string[] {
    const row = this.#workspace.get({ entity: received.op.entity, id: targetOf(received) });
    const marks = row === null ? [] : [row.made, ...Object.values(row.marks)];
    return marks.flatMap(({ told, stamp }) => (told === true && stamp.device === received.device ? [stamp.name] : []));
  }

  /** Ops of this very transaction may wait too. */
  #asideFor(made: readonly string[]): readonly Quarantined[] {
    const aside = this.#aside.splice(0);
    const waits = ({ waitsFor }: Quarantined): boolean => waitsFor !== null && made.includes(waitsFor);
    this.#aside.push(...aside.filter((each) => !waits(each)));
    return aside.filter(waits);
  }

  made(key: RowKey): void {
    this.#made.push(keyOf(key));
  }

  async #one(device: DeviceState, received: Received, settled = false): Promise<void> {
    const outcome = this.#try(device, received, settled);
    if (outcome.kind === 'done') return this.keep(outcome.conflicts);
    const { op, hash, bounded } = received;
    this.#aside.push({ device: device.id, op, hash, bounded, reason: outcome.reason, waitsFor: outcome.waitsFor });
    this.#tell(received);
  }

  /** A value that lost before, in a life of the service that a desk told of, is not lost anew. */
  async keep(conflicts: readonly RowState[]): Promise<void> {
    if (conflicts.length === 0) return;
    await this.#workspace.load(conflicts);
    for (const conflict of conflicts) {
      if (this.#workspace.get(conflict) === null) this.#workspace.put(conflict, Object.keys(conflict.values));
    }
  }

  /** The desk shows what it wanted to write: it is told what the row really says. */
  #tell(received: Received): void {
    const { op } = received;
    this.#workspace.confirm({ entity: op.entity, id: targetOf(received) }, Object.keys(valuesOf(op)));
  }

  #try(device: DeviceState, received: Received, settled: boolean): Outcome {
    const { op } = received;
    const entity = this.#entities.get(op.entity);
    if (entity === undefined) return aside('unknown-entity');
    const target = { entity: op.entity, id: targetOf(received) };
    const row = this.#workspace.get(target);
    const references = referencesOf(entity, valuesOf(op));
    const missing =
      op.kind === 'update' && row === null ? target : references.find((key) => this.#workspace.get(key) === null);
    if (missing !== undefined) {
      return mayEverWrite(device, entity) ? aside('waiting', keyOf(missing)) : aside('not-allowed');
    }
    const stream = this.#streamOf(op, row?.stream ?? null, references);
    if (stream === null) return aside('wrong-stream');
    if (!mayWrite(device, entity, stream)) return aside('not-allowed');
    const verdict = mergeOp(
      entity,
      row,
      { ...received, op: { ...op, stream } },
      (name) => this.#taken.get(name) === received.device,
    );
    switch (verdict.kind) {
      case 'already':
        this.#tell(received);
        return { kind: 'done', conflicts: [] };
      case 'refused':
        return aside(verdict.reason);
      case 'applied':
        // A row that was told has what became of the op in it: merged again, it would come back over what replaced it.
        if (settled && row !== null) {
          this.#tell(received);
          return { kind: 'done', conflicts: [] };
        }
        if (row === null) this.made(target);
        this.#workspace.put(verdict.row, verdict.touched);
        return { kind: 'done', conflicts: verdict.conflicts };
    }
  }

  /** A row keeps its stream; what belongs to a row lives in the row's stream; `null` when it would belong to two. */
  #streamOf(op: Op, own: string | null, references: readonly RowKey[]): string | null {
    const streams = new Set(references.flatMap((key) => this.#workspace.get(key)?.stream ?? []));
    const stream = own ?? [...streams][0] ?? op.stream;
    return streams.size > 1 || (streams.size === 1 && !streams.has(stream)) ? null : stream;
  }

  #keysOf(received: Received): readonly RowKey[] {
    const { op } = received;
    const entity = this.#entities.get(op.entity);
    if (entity === undefined) return [];
    return [{ entity: op.entity, id: targetOf(received) }, ...referencesOf(entity, valuesOf(op))];
  }
}

function aside(reason: Refusal | 'waiting', waitsFor: string | null = null): Outcome {
  return { kind: 'aside', reason, waitsFor };
}
