import { generateKeyPairSync, hash } from 'node:crypto';
import type { Clock, Millis } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import { LIMITS, PROTOCOL, type EnrolReply } from '#shared/contract/sync.ts';
import type { SyncView } from '#shared/contract/views.ts';
import { absorbReply, type Absorbed } from '#shared/domain/sync/desk/absorb.ts';
import { beforeEdit } from '#shared/domain/sync/desk/edit.ts';
import { backOff } from '#shared/domain/sync/desk/backoff.ts';
import { prepareExchange } from '#shared/domain/sync/desk/prepare.ts';
import { entities } from '#shared/domain/sync/entities.ts';
import type { ExchangeReply, ExchangeRequest } from '#shared/domain/sync/exchange.ts';
import type { Change } from '../database/journal.ts';
import type { Store, Unit } from '../database/store.ts';
import type { Log } from '../log.ts';
import { SqliteDeskStore, type Arrivals } from './desk-store.ts';
import { loadEnrolled, saveEnrolled, type Enrolled } from './status.ts';
import { settleWiped, wipe } from './wipe.ts';
import { SyncTables } from './sync-tables.ts';
import type { Transport, TransportFailure } from './transport.ts';

/** Without news the service is asked so often, also when its events do not come through. */
const POLL: Millis = 30_000;
const PUSH = { ops: LIMITS.ops, testimony: LIMITS.testimony };

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly transport: Transport;
  /** Between 0 and 1, for the spread of retries. */
  readonly random: () => number;
  /** What came from the service is in its tables; what follows from it is brought up to date in the same transaction. */
  readonly onArrivals: (unit: Unit, arrivals: Arrivals) => void;
}

type Phase = SyncView['phase'];

/** Keeps this desk and the central service alike, whenever there is a link. Nothing that an agent does waits for it. */
export class Sync implements Disposable {
  readonly #parts: Parts;
  readonly #tables: SyncTables;
  #enrolled: Enrolled | null;
  #phase: Phase;
  #failures = 0;
  #running = false;
  #again = false;
  #started = false;
  #timer: Disposable | null = null;
  #live: Disposable | null = null;
  /** Counted once, and again after what may have changed them. */
  #counts: Pick<SyncView, 'quarantined' | 'conflicts'> | null = null;
  readonly #subscription: Disposable;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#tables = new SyncTables(parts.store.database);
    this.#enrolled = loadEnrolled(parts.store.database);
    this.#phase = this.#enrolled === null ? 'alone' : this.#enrolled.revoked ? 'revoked' : 'waiting';
    parts.store.journal.seen = (change) => this.#seen(change);
    parts.store.closed = () => (this.isRevoked ? { code: 'desk-revoked' } : null);
    let last = parts.store.journal.lastSeq();
    this.#subscription = parts.store.onCommit((touched) => {
      if (touched.sync) this.#counts = null;
      const now = parts.store.journal.lastSeq();
      if (now !== last && this.#enrolled !== null) this.#soon(0);
      last = now;
    });
  }

  /** An administrator took this desk out of service: nothing is recorded here any more. */
  get isRevoked(): boolean {
    return this.#phase === 'revoked';
  }

  start(): void {
    this.#started = true;
    if (this.#enrolled === null || this.isRevoked) return;
    this.#listen();
    this.#soon(0);
  }

  dispose(): void {
    this.#started = false;
    this.#subscription.dispose();
    this.#timer?.dispose();
    this.#live?.dispose();
  }

  /** The network may be back, or the machine has woken. */
  poke(): void {
    this.#failures = 0;
    this.#soon(0);
  }

  view(): SyncView {
    const { store } = this.#parts;
    const enrolled = this.#enrolled;
    const acknowledged = enrolled?.status.acknowledged ?? 0;
    return {
      phase: this.#phase,
      company: enrolled?.company ?? '',
      branch: enrolled?.branch ?? '',
      role: enrolled?.role ?? null,
      lastContact: enrolled?.lastContact ?? null,
      pending: Math.max(0, store.journal.lastSeq() - acknowledged),
      ...(this.#counts ??= this.#count()),
    };
  }

  #count(): Pick<SyncView, 'quarantined' | 'conflicts'> {
    const count = (rows: string): number =>
      this.#parts.store.database.prepare<[], number>(`SELECT count(*) FROM ${rows}`).pluck().get() ?? 0;
    return { quarantined: count('quarantined'), conflicts: count(`conflict WHERE settled = 'no'`) };
  }

  /** Joins a service with a one-time code. What was done on this desk before is sent under its new name. */
  async enrol(service: string, code: string, label: string): Promise<Result<void, Failure>> {
    if (this.#enrolled !== null) return failure('already-enrolled');
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const raw = publicKey.export({ format: 'jwk' }).x ?? '';
    const address = service.replace(/\/+$/u, '');
    const request = { protocol: PROTOCOL, code, publicKey: raw, label } as const;
    const answer = await this.#parts.transport.enrol(address, request);
    if (!answer.ok) return failure('enrolment-failed', { reason: answer.error.code });
    const key = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    return this.#join(address, answer.value, key);
  }

  #join(service: string, reply: EnrolReply, privateKey: string): Result<void, Failure> {
    const { device, company, branch, role, home, grants, certificate } = reply;
    const status = { device, epoch: null, cursors: {}, acknowledged: 0, settled: 0, awaited: [] };
    const enrolled = {
      status,
      service,
      company,
      branch,
      role,
      home,
      grants,
      certificate,
      privateKey,
      lastContact: null,
      revoked: false,
    };
    const joined = this.#parts.store.write((unit) => {
      saveEnrolled(this.#parts.store.database, enrolled);
      this.#deskStore(unit, enrolled).becomeDevice(device, 0);
      unit.touched.sync = true;
      return ok();
    });
    if (!joined.ok) return joined;
    this.#enrolled = enrolled;
    this.#phase = 'waiting';
    if (this.#started) this.start();
    return ok();
  }

  #listen(): void {
    const enrolled = this.#enrolled;
    this.#live?.dispose();
    if (enrolled === null || !this.#started) return;
    this.#live = this.#parts.transport.listen(
      enrolled,
      () => this.#soon(0),
      () => {
        this.#live = null;
      },
    );
  }

  #soon(wait: Millis): void {
    if (!this.#started) return;
    this.#timer?.dispose();
    this.#timer = this.#parts.clock.after(wait, () => void this.#run());
  }

  async #run(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = true;
    try {
      do {
        this.#again = false;
        this.#again = (await this.#exchange()) || this.#again;
      } while (this.#again && this.#started);
    } finally {
      this.#running = false;
    }
  }

  /** One exchange; whether another one is due at once. */
  async #exchange(): Promise<boolean> {
    const enrolled = this.#enrolled;
    if (enrolled === null || this.isRevoked) return false;
    const { store, transport } = this.#parts;
    const request = prepareExchange(this.#deskStore(null, enrolled), store.now(), PUSH);
    const answer = await transport.exchange(enrolled, request);
    if (!this.#started) return false;
    if (!answer.ok) {
      this.#failed(answer.error);
      return false;
    }
    const absorbed = this.#absorb(enrolled, request, answer.value);
    return absorbed !== null && this.#follow(absorbed, request);
  }

  #absorb(enrolled: Enrolled, request: ExchangeRequest, reply: ExchangeReply): Absorbed | null {
    const { store, onArrivals } = this.#parts;
    const before = JSON.stringify(enrolled.status);
    const done = store.write((unit) => {
      const desk = this.#deskStore(unit, enrolled);
      const absorbed = absorbReply(desk, entities, request, reply);
      if (desk.arrivals.rows.size > 0) {
        store.forget();
        onArrivals(unit, desk.arrivals);
      }
      const status = desk.status();
      const next = { ...enrolled, status, lastContact: unit.now };
      if (JSON.stringify(status) !== before) unit.touched.sync = true;
      saveEnrolled(store.database, next);
      return ok({ absorbed, next });
    });
    // What the disk refused is fetched again; nothing of it was kept.
    if (!done.ok) {
      this.#failed({ code: 'unreachable' });
      return null;
    }
    this.#enrolled = done.value.next;
    return done.value.absorbed;
  }

  #follow(absorbed: Absorbed, request: ExchangeRequest): boolean {
    switch (absorbed.kind) {
      case 'absorbed':
        if (absorbed.diverged.length > 0)
          this.#parts.log.error({ streams: absorbed.diverged.length }, 'streams differ');
        this.#failures = 0;
        this.#enter('current');
        if (this.#live === null) this.#listen();
        if (!absorbed.more) this.#soon(POLL);
        return absorbed.more;
      case 'stale':
        return true;
      case 'forked':
      case 'unknown':
        this.#enter('unknown');
        return false;
      case 'revoked':
        return this.#handOver(request);
    }
  }

  /** What is not sent yet goes to the service, for a supervisor; then everything is wiped. Whether more is to be sent. */
  #handOver({ push }: ExchangeRequest): boolean {
    const { store, log } = this.#parts;
    const enrolled = this.#enrolled;
    if (enrolled === null) return false;
    const acknowledged = push?.ops.at(-1)?.seq ?? enrolled.status.acknowledged;
    const over = acknowledged >= store.journal.lastSeq();
    const next = { ...enrolled, status: { ...enrolled.status, acknowledged }, revoked: over };
    const done = store.write((unit) => {
      if (over) wipe(store.database);
      saveEnrolled(store.database, next);
      store.forget();
      for (const all of ['contacts', 'allCountdowns', 'lists', 'notices', 'sync'] as const) unit.touched[all] = true;
      return ok();
    });
    if (!done.ok) {
      this.#failed({ code: 'unreachable' });
      return false;
    }
    this.#enrolled = next;
    if (!over) return true;
    settleWiped(store.database);
    this.#live?.dispose();
    log.warn({}, 'this desk was revoked and wiped');
    this.#enter('revoked');
    return false;
  }

  #failed({ code, retryAfterMs }: TransportFailure): void {
    this.#failures += 1;
    this.#enter(code === 'unknown-device' ? 'unknown' : 'offline');
    this.#soon(backOff(this.#failures, this.#parts.random(), retryAfterMs));
  }

  #enter(phase: Phase): void {
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.#parts.store.announce({ sync: true });
  }

  /** What a change had seen of its stream. Asked in its transaction, before it is written. */
  #seen({ kind, entity, id, body }: Change): number {
    const enrolled = this.#enrolled;
    if (enrolled === null || kind !== 'update') return 0;
    const stream = this.#tables.version({ entity, id })?.stream ?? enrolled.home;
    return beforeEdit(this.#deskStore(null, enrolled), { entity, id }, stream, Object.keys(body));
  }

  #deskStore(unit: Unit | null, enrolled: Enrolled): SqliteDeskStore {
    const { store } = this.#parts;
    const sha256 = (text: string): string => hash('sha256', text);
    const { database, journal } = store;
    return new SqliteDeskStore({ database, journal, entities, sha256, now: unit?.now ?? store.now(), enrolled });
  }
}
