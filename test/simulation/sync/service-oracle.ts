import { canonicalJson, type Json } from '#shared/base/canonical-json.ts';
import { conflictEntity } from '#shared/domain/sync/conflict.ts';
import type { Entities } from '#shared/domain/sync/entity.ts';
import type { ExchangeReply } from '#shared/domain/sync/exchange.ts';
import { keyOf } from '#shared/domain/sync/op.ts';
import { markOf, type RowState } from '#shared/domain/sync/row.ts';
import type { DeviceState, Quarantined } from '#shared/domain/sync/service/store.ts';
import type { History, OpRecord } from './history.ts';
import { Life } from './life.ts';
import type { Committed } from './memory-service-state.ts';
import type { MemoryDatabase } from './memory-service-store.ts';
import { isMarked } from './samples.ts';
import { must } from './violation.ts';

/** Judges every transaction of the service by what the desks had written. */
export class ServiceOracle {
  life = new Life();
  /** The names of all ops that any life of the service took in. */
  readonly everTaken = new Set<string>();
  /** Those, and the ones that any life keeps of a revoked desk. */
  readonly everHad = new Set<string>();
  /** Ops that a device sends again, after it has seen what came of them: its name and theirs. */
  readonly #settled = new Set<string>();
  /** The latest that the service's clock ever said. */
  latest = 0;
  readonly #database: MemoryDatabase;
  readonly #history: History;
  readonly #entities: () => Entities;

  constructor(database: MemoryDatabase, history: History, entities: () => Entities) {
    this.#database = database;
    this.#history = history;
    this.#entities = entities;
  }

  committed({ device, ops, rows, quarantined, released }: Committed): void {
    const { life } = this;
    for (const name of ops) this.everHad.add(name);
    for (const aside of released) life.aside.delete(this.#record(aside.hash).name);
    for (const aside of quarantined) this.#setAside(aside);
    const replaced: [RowState, string, string | number][] = [];
    for (const { before, after, entry } of rows) {
      const known = before?.seq ?? 0;
      must(entry.before === known, 'I4', () => `${keyOf(after)} was version ${known}, its entry says ${entry.before}`);
      if (before === null && after.entity === conflictEntity.name) {
        const lost = after.values.lost;
        if (isMarked(lost)) life.lost.add(lost);
      }
      for (const [field, value] of Object.entries(after.values)) {
        const old = before?.values[field];
        if (old === value || same(old, value)) continue;
        if (after.entity === conflictEntity.name) {
          must(before === null || field === 'settled', 'I7', () => `${keyOf(after)} ${field} was overwritten`);
          continue;
        }
        if (isMarked(value) && life.retired.has(value)) this.#again(after, field, value, device);
        if (!isMarked(old)) continue;
        if (isMarked(value)) this.#backwards(after, field, value, old, device?.after.id ?? '');
        life.retired.add(old);
        replaced.push([after, field, old]);
      }
      this.#stamps(after, device);
    }
    if (device !== null) this.#taken(device.before, device.after);
    for (const aside of released) this.#effect(this.#record(aside.hash), null);
    for (const [row, field, value] of replaced) {
      must(
        this.isKept(keyOf(row), field, value),
        'I7',
        () => `${keyOf(row)} ${field}: ${value} was overwritten unseen`,
      );
    }
  }

  /** Whether a value is there, or offered by a conflict, or gave way to one by somebody who saw it. */
  isKept(key: string, field: string, value: string | number, seen = new Set<string | number>()): boolean {
    // Of values from two lives that both were lost nobody can tell any more which one had seen which.
    if (this.#database.lives > 2) return true;
    if (this.#database.state.rows.get(key)?.values[field] === value || this.life.lost.has(value)) return true;
    if (seen.has(value)) return false;
    seen.add(value);
    return this.#history.overwriting(value).some((writing) => {
      if (isMarked(writing.value)) return this.isKept(key, field, writing.value, seen);
      return this.everTaken.has(writing.name) && !this.life.aside.has(writing.name);
    });
  }

  /** Of two copies of one device, one may have seen what came of an op, and the other not. */
  sent(device: string, ops: readonly { readonly name: string; readonly settled: boolean }[]): void {
    for (const { name, settled } of ops) {
      if (settled) this.#settled.add(`${device} ${name}`);
      else this.#settled.delete(`${device} ${name}`);
    }
  }

  replied(device: DeviceState, reply: ExchangeReply): void {
    if (reply.kind !== 'exchanged') return;
    must(!device.revoked, 'I6', () => `${device.id} is revoked and was answered`);
    for (const { stream, from, to, entries } of reply.pulls) {
      must(device.grants[stream] !== undefined, 'I6', () => `${device.id} was given ${stream}`);
      const commits = this.#database.state.streams.get(stream)?.commits ?? [];
      if (to === from) continue;
      const last = entries.filter(({ seq }) => seq === to).length;
      must(last === commits[to - 1]?.length, 'I4', () => `a pull of ${stream} ends inside commit ${to}`);
      must(entries[0]?.seq === from + 1, 'I4', () => `a pull of ${stream} from ${from} has a gap`);
    }
  }

  #setAside({ hash, op, device }: Quarantined): void {
    const { life } = this;
    // What nobody made is what a revoked desk remembers of rows.
    if (!this.#history.ops.has(hash) && this.#database.state.devices.get(device)?.revoked === true) {
      life.asideRows.add(keyOf({ entity: op.entity, id: op.origin ?? op.id }));
      for (const value of Object.values(op.body)) if (isMarked(value)) life.asideValues.add(value);
      return;
    }
    const { name, key } = this.#record(hash);
    life.aside.add(name);
    const row = this.#database.state.rows.get(key);
    const marks = row === undefined ? [] : [row.made, ...Object.values(row.marks)];
    must(!marks.some(({ stamp }) => stamp.name === name), 'I2', () => `${name} is in ${key}, and aside`);
  }

  #record(hash: string): OpRecord {
    const record = this.#history.ops.get(hash);
    must(record !== undefined, 'I11', () => `nobody made the op with the hash ${hash}`);
    return record;
  }

  /** The chain leads from what the service had to what it has now, and every op on it has had its effect. */
  #taken(before: DeviceState, after: DeviceState): void {
    if (before.lastHash === after.lastHash) return;
    const chain: OpRecord[] = [];
    for (let hash = after.lastHash; hash !== before.lastHash; hash = chain.at(-1)?.prev ?? '')
      chain.push(this.#record(hash));
    must(
      chain[0]?.op.last === true,
      'I4',
      () => `${after.id}: a transaction was taken in by half, at ${after.lastSeq}`,
    );
    must(chain.length === after.lastSeq - before.lastSeq, 'I11', () => `${after.id}: the chain has gaps`);
    for (const record of chain) this.#effect(record, after);
  }

  #effect(record: OpRecord, device: DeviceState | null): void {
    const { name, key, op } = record;
    const { life } = this;
    const known = life.accepted.has(name);
    const row = this.#database.state.rows.get(key);
    const heads = row === undefined ? null : this.#database.state.streams.get(row.stream);
    this.everTaken.add(name);
    if (!known) life.accepted.set(name, { stream: row?.stream ?? null, seq: heads?.commits.length ?? 0 });
    if (life.aside.has(name)) return;
    must(row !== undefined, 'I1', () => `${name} (${key}) was taken in without an effect`);
    if (op.kind !== 'append') {
      for (const [field, value] of Object.entries(op.body)) {
        if (!isMarked(value)) continue;
        must(this.isKept(key, field, value), 'I1', () => `${name} (${key} ${field} = ${value}) had no effect`);
      }
    }
    if (device === null || known) return;
    must(!device.revoked, 'I6', () => `${device.id} is revoked and wrote ${key}`);
    must(device.grants[row.stream] === 'write', 'I6', () => `${device.id} wrote into ${row.stream}`);
    const writers = this.#entities().get(op.entity)?.writers ?? [];
    must(writers.includes(device.role), 'I6', () => `${device.id} wrote ${key} as ${device.role}`);
  }

  /** A desk that had seen what came of its op does not undo what came after it, in whichever life of the service. */
  #backwards(row: RowState, field: string, value: string | number, old: string | number, device: string): void {
    const undone = this.#settled.has(`${device} ${this.#history.writerOf(value) ?? ''}`);
    const before = this.#history.overwriting(value).some((writing) => writing.value === old);
    must(!undone || !before, 'I2', () => `${keyOf(row)} ${field}: ${value} is there again, in the place of ${old}`);
  }

  /**
   * A value came back: only in a restored service, when the desk that wrote it sends its op again. In a third life it may be told too: in the
   * second, its op was sent again and won over what had replaced it before. Who tells is not the first to know, so what had lost there
   * may stand here for a while.
   */
  #again(row: RowState, field: string, value: string | number, device: Committed['device']): void {
    const writer = this.#history.writerOf(value);
    const restored = this.#database.state.epochs.length > 1 && device !== null;
    const sent = restored && writer !== undefined && !this.life.accepted.has(writer);
    const told = this.#database.lives > 2 && markOf(row, field).told === true;
    must(sent || told, 'I2', () => `${keyOf(row)} ${field}: ${value} came back`);
  }

  /** No clock makes a value older than the last contact of its desk, or younger than now. */
  #stamps(row: RowState, device: Committed['device']): void {
    for (const { seq, stamp } of [row.made, ...Object.values(row.marks)]) {
      if (seq !== row.seq) continue;
      must(stamp.wall <= this.latest, 'I10', () => `${keyOf(row)} is of ${stamp.wall}, which the service never saw`);
      if (stamp.device !== device?.after.id) continue;
      const { lastContact, lastSeq } = device.before;
      if (stamp.op <= lastSeq || stamp.op > device.after.lastSeq) continue;
      must(stamp.wall >= lastContact, 'I10', () => `${keyOf(row)} is older than the last contact of its desk`);
    }
  }
}

function same(a: Json | undefined, b: Json): boolean {
  return a !== undefined && typeof a === 'object' && canonicalJson(a) === canonicalJson(b);
}
