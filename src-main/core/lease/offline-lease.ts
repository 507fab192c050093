import { randomUUID } from 'node:crypto';
import type { Clock, Millis } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { ok } from '#shared/base/result.ts';
import type { Failure } from '#shared/contract/failure.ts';
import {
  endsIn,
  leaseView,
  lookedAt,
  renewed,
  renewedSince,
  type Lease,
  type LeaseView,
  type Moment,
} from '#shared/domain/sync/desk/lease.ts';
import type { Store } from '../database/store.ts';
import type { Notices } from '../desk/notices.ts';
import { loadLease, saveLease } from './lease-record.ts';

/** How often it is looked at whether days have passed; what is on the disk is no older than this. */
const LOOK: Millis = 600_000;

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly notices: Notices;
}

/**
 * For how long this desk may work without its service, as the service said when it was last reached. When it is over no contact
 * begins and no list of customers opens; what is in progress is finished, what was recorded stays, and the next contact ends it.
 */
export class OfflineLease implements Disposable {
  readonly #parts: Parts;
  /** Where runs of the machine have no names, that of this program is one. */
  readonly #run = randomUUID();
  #lease: Lease | null;
  #saved: Lease | null;
  /** What windows and notices say. */
  #told: LeaseView | null = null;
  #timer: Disposable | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#lease = this.#saved = loadLease(parts.store.database);
    this.#told = this.view();
  }

  start(): void {
    this.#lease &&= lookedAt(this.#lease, this.#now());
    this.#warn(this.view());
    this.#arm();
  }

  dispose(): void {
    this.#timer?.dispose();
    if (this.#lease !== null && this.#lease.days > 0) saveLease(this.#parts.store.database, this.#at());
  }

  /** The service has answered; `days` when it said how long a desk may be without it. */
  contact(days: number | undefined): void {
    const before = this.#lease;
    this.#lease = renewed(days ?? before?.days ?? 0, this.#now());
    this.#tell();
    this.#arm();
    // Without a lease before and now nothing has to be remembered.
    if (before === null && this.#lease.days === 0) return;
    const stale = this.#saved === null || this.#saved.days !== this.#lease.days || this.#saved.used > 0;
    if (stale || Math.abs(this.#lease.seen.wall - (this.#saved?.seen.wall ?? 0)) >= LOOK) this.#save();
  }

  /** How much of it is used up now. */
  used(): Millis {
    return this.#lease === null ? 0 : this.#at().used;
  }

  /** The service has said something when so much of the lease was used, and it has only now arrived. */
  contactSince(used: Millis, days: number | undefined): void {
    if (this.#lease === null) {
      this.contact(days);
      return;
    }
    this.#lease = renewedSince(this.#at(), days ?? this.#lease.days, used);
    this.#save();
    this.#tell();
    this.#arm();
  }

  view(): LeaseView | null {
    return this.#lease === null ? null : leaseView(this.#at());
  }

  /** Why no contact may begin and no list may be opened, if that is so. */
  refusal(): Failure | null {
    const view = this.view();
    return view?.phase === 'over' ? { code: 'lease-over', facts: { days: view.days } } : null;
  }

  /** Days may have passed: on a timer, and when the machine wakes. */
  look(): void {
    if (this.#lease === null || this.#lease.days === 0) return;
    this.#lease = this.#at();
    this.#save();
    this.#tell();
    this.#arm();
  }

  #at(): Lease {
    const lease = this.#lease ?? renewed(0, this.#now());
    return lookedAt(lease, this.#now());
  }

  #now(): Moment {
    const { clock, store } = this.#parts;
    const bootId = clock.bootId() ?? this.#run;
    return { bootId, sinceBoot: clock.sinceBoot(), wall: clock.wall(), journal: store.journal.clock().wall };
  }

  #save(): void {
    if (this.#lease !== null && saveLease(this.#parts.store.database, this.#lease)) this.#saved = this.#lease;
  }

  #arm(): void {
    this.#timer?.dispose();
    this.#timer = null;
    if (this.#lease === null || this.#lease.days === 0) return;
    const left = endsIn(this.#lease);
    this.#timer = this.#parts.clock.after(left > 0 ? Math.min(LOOK, left) : LOOK, () => this.look());
  }

  #tell(): void {
    const now = this.view();
    const [phase, days] = [now?.phase !== this.#told?.phase, now?.daysLeft !== this.#told?.daysLeft];
    if (!phase && !days) return;
    this.#told = now;
    this.#warn(now);
    // Lists open or close with it.
    this.#parts.store.announce({ sync: true, lists: phase });
  }

  /** One notice, which counts down; it is gone when it is not so any more. */
  #warn(now: LeaseView | null): void {
    const { store, notices } = this.#parts;
    const stands = notices.list().find(({ code }) => code === 'lease-ending');
    const days = now?.phase === 'ending' ? now.daysLeft : null;
    if ((stands?.facts.days ?? null) === days) return;
    store.write((unit) => {
      if (days === null) notices.clear(unit, 'lease-ending');
      else notices.put(unit, 'lease-ending', { days });
      return ok();
    });
  }
}
