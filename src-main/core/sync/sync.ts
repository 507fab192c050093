import type { Clock, Millis } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import type { Others } from '#shared/contract/sync.ts';
import type { SyncView } from '#shared/contract/views.ts';
import { backOff } from '#shared/domain/sync/desk/backoff.ts';
import { entities } from '#shared/domain/sync/entities.ts';
import type { DeskPolicy, Exchanged, Live } from '#shared/domain/sync/exchange.ts';
import type { Store, Unit } from '../database/store.ts';
import type { OfflineLease } from '../lease/offline-lease.ts';
import type { FileDialogs } from '../host.ts';
import type { Log } from '../log.ts';
import type { Arrivals } from './desk-store.ts';
import { Exchanges, type Outcome } from './exchanges.ts';
import { enrol } from './membership.ts';
import { openDoor } from './parcel/open-door.ts';
import type { ParcelDoor } from './parcel/parcel-door.ts';
import { ServiceKeys } from './parcel/service-keys.ts';
import { refusalOf } from './rights.ts';
import { Standing } from './standing.ts';
import type { Enrolled } from './status.ts';
import type { Transport } from './transport.ts';
import { Turn } from './turn.ts';

/** Without news the service is asked so often, also when its events do not come through. */
const POLL: Millis = 30_000;

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly transport: Transport;
  /** Between 0 and 1, for the spread of retries. */
  readonly random: () => number;
  readonly onArrivals: (unit: Unit, arrivals: Arrivals) => void;
  readonly onImage: () => void;
  readonly lease: OfflineLease;
  /** What the company wants of its desks, as the service says it. */
  readonly onPolicy: (policy: DeskPolicy) => void;
  readonly files: FileDialogs | null;
  /** IANA name of the zone by which files are named. */
  readonly timeZone: string;
  /** Heard on the live link, which is no exchange: who else is on the cases of this desk. */
  readonly onOthers: (others: Others) => void;
  readonly onLiveEnd: () => void;
  /** All that the service had is here; what it only names can be fetched. */
  readonly onCurrent: (enrolled: Enrolled) => Promise<void>;
}

type Phase = SyncView['phase'];
type Counts = Pick<SyncView, 'quarantined' | 'conflicts'>;

/** Keeps this desk and the central service alike, whenever there is a link. Nothing that an agent does waits for it. */
export class Sync implements Disposable {
  /** Exchanges by files, for when there is no link. */
  readonly parcels: ParcelDoor;
  readonly #parts: Parts;
  readonly #standing: Standing;
  readonly #exchanges: Exchanges;
  readonly #keys: ServiceKeys;
  readonly #subscription: Disposable;
  #phase: Phase;
  #failures = 0;
  #started = false;
  /** What is done with the service at this moment: an exchange, or one that came by a file. */
  readonly #turn = new Turn(() => {
    for (const told of this.#told.splice(0)) this.#hear(told);
  });
  #again = false;
  #timer: Disposable | null = null;
  #live: Disposable | null = null;
  /** The name under which it hears. */
  #listens = '';
  /** What was told while an exchange ran. */
  readonly #told: (Live | null)[] = [];
  /** Counted once, and again after what may have changed them. */
  #counts: Counts | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { store } = parts;
    const onContact = ({ policy }: Exchanged): void => {
      parts.lease.contact(policy?.offlineLeaseDays);
      if (policy !== undefined) parts.onPolicy(policy);
    };
    const standing = (this.#standing = new Standing(parts));
    this.#exchanges = new Exchanges({ ...parts, standing, onContact });
    this.#keys = new ServiceKeys({ standing, transport: parts.transport });
    this.parcels = openDoor({
      ...{ ...parts, standing, exchanges: this.#exchanges, turn: this.#turn },
      onWiped: () => void this.#follow({ kind: 'revoked' }),
    });
    const { enrolled } = standing;
    this.#phase = enrolled === null ? 'alone' : enrolled.revoked ? 'revoked' : 'waiting';
    store.closed = () => (this.isRevoked ? { code: 'desk-revoked' } : null);
    store.refuses = (change) => refusalOf(store.database, entities, this.#standing.enrolled, change);
    let last = store.journal.lastSeq();
    this.#subscription = store.onCommit((touched) => {
      if (touched.sync) this.#counts = null;
      const now = store.journal.lastSeq();
      // Without a link the next attempt has its time already: an agent who types does not hammer at the network.
      if (now !== last && this.#phase !== 'offline') this.#soon(0);
      last = now;
    });
  }

  /** An administrator took this desk out of service: nothing is recorded here any more. */
  get isRevoked(): boolean {
    return this.#standing.enrolled?.revoked === true;
  }

  /** It belongs to a service, whether that is reached or not. */
  get isEnrolled(): boolean {
    return this.#standing.enrolled !== null;
  }

  /** The service, while it is reached. */
  get link(): Enrolled | null {
    return this.#phase === 'current' ? this.#standing.enrolled : null;
  }

  start(): void {
    this.#started = true;
    this.#standing.start();
    this.#soon(0);
  }

  dispose(): void {
    this.#started = false;
    this.#exchanges.dispose();
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
    const { enrolled } = this.#standing;
    const acknowledged = enrolled?.status.acknowledged ?? 0;
    return {
      phase: this.#phase,
      service: enrolled?.service ?? '',
      company: enrolled?.company ?? '',
      branch: enrolled?.branch ?? '',
      role: enrolled?.role ?? null,
      lastContact: enrolled?.lastContact ?? null,
      lease: this.#parts.lease.view(),
      parcel: this.parcels.view(),
      pending: Math.max(0, this.#parts.store.journal.lastSeq() - acknowledged),
      ...(this.#counts ??= this.#count()),
    };
  }

  #count(): Counts {
    const count = (rows: string): number =>
      this.#parts.store.database.prepare<[], number>(`SELECT count(*) FROM ${rows}`).pluck().get() ?? 0;
    return { quarantined: count('quarantined'), conflicts: count(`conflict WHERE settled = 'no'`) };
  }

  /** Joins a service with a one-time code. */
  async enrol(service: string, code: string, label: string): Promise<Result<void, Failure>> {
    if (this.#standing.enrolled !== null) return failure('already-enrolled');
    const joined = await enrol(this.#parts.transport, service, code, label);
    if (!joined.ok) return failure('enrolment-failed', { reason: joined.error.code });
    if (!this.#exchanges.join(joined.value)) return failure('storage-failed');
    this.#enter('waiting');
    this.#soon(0);
    return ok();
  }

  #soon(wait: Millis): void {
    if (!this.#started || this.isRevoked || this.#standing.enrolled === null) return;
    this.#timer?.dispose();
    this.#timer = this.#parts.clock.after(wait, () => void this.#run());
  }

  /** One run at a time; who asks while it lasts is served by one more exchange. */
  async #run(): Promise<void> {
    this.#again = true;
    await this.#turn.take(async () => {
      while (this.#again && this.#started && !this.isRevoked) {
        this.#again = false;
        await this.#once();
      }
    });
  }

  /** A mistake in here must not end the program in the middle of a call: the desk goes on without its service, and says so. */
  async #once(): Promise<void> {
    try {
      const outcome = await this.#exchanges.next();
      this.#again = this.#follow(outcome) || this.#again;
      const { enrolled } = this.#standing;
      if (outcome.kind !== 'done' || enrolled === null) return;
      await this.#keys.follow();
      await this.#parts.onCurrent(enrolled);
    } catch (error) {
      this.#wentWrong(error);
      this.#follow({ kind: 'failed', failure: { code: 'not-understood' } });
    }
  }

  #wentWrong(error: unknown): void {
    this.#parts.log.error({ name: error instanceof Error ? error.name : 'unknown' }, 'an exchange went wrong');
  }

  /** Whether another exchange is due at once. */
  #follow(outcome: Outcome): boolean {
    if (!this.#started) return false;
    switch (outcome.kind) {
      case 'more':
      case 'done':
        this.#failures = 0;
        this.#enter('current');
        this.#listen();
        this.#soon(POLL);
        return outcome.kind === 'more';
      case 'failed':
        this.#failures += 1;
        if (this.#failures === 1)
          this.#parts.log.warn({ code: outcome.failure.code }, 'sync with the service failed; it is tried again');
        this.#enter(outcome.failure.code === 'unknown-device' ? 'unknown' : 'offline');
        this.#soon(backOff(this.#failures, this.#parts.random(), outcome.failure.retryAfterMs));
        return false;
      case 'unknown':
        this.#enter('unknown');
        this.#soon(POLL);
        return false;
      case 'revoked':
        this.#timer?.dispose();
        this.#live?.dispose();
        this.#enter('revoked');
        return false;
    }
  }

  /** Hears of commits as they happen. A link that breaks, or is of a former name, is looked after by the next exchange. */
  #listen(): void {
    const { enrolled } = this.#standing;
    if (enrolled === null || (this.#live !== null && this.#listens === enrolled.status.device)) return;
    this.#live?.dispose();
    this.#listens = enrolled.status.device;
    const live = this.#parts.transport.listen(
      enrolled,
      { onCommit: (told) => this.#hear(told), onOthers: this.#parts.onOthers },
      () => {
        if (this.#live !== live) return;
        this.#live = null;
        this.#parts.onLiveEnd();
        this.#soon(backOff(0, this.#parts.random()));
      },
    );
    this.#live = live;
  }

  /** What an exchange is bringing anyway is not taken in twice: while one runs, what is told waits for its end. */
  #hear(told: Live | null): void {
    if (this.#turn.isTaken) this.#told.push(told);
    else if (told === null || !this.#takesIn(told)) this.#soon(0);
  }

  #takesIn(told: Live): boolean {
    try {
      return this.#exchanges.hear(told);
    } catch (error) {
      this.#wentWrong(error);
      return false;
    }
  }

  #enter(phase: Phase): void {
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.#parts.store.announce({ sync: true });
  }
}
