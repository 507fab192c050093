import { randomBytes } from 'node:crypto';
import { ok, type Result } from '#shared/base/result.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import type { ParcelView } from '#shared/contract/views.ts';
import { prepareAll } from '#shared/domain/sync/desk/prepare.ts';
import type { DeskPolicy } from '#shared/domain/sync/exchange.ts';
import { newSealingPair } from '#parcel/keys.ts';
import type { Store } from '../../database/store.ts';
import type { OfflineLease } from '../../lease/offline-lease.ts';
import type { Log } from '../../log.ts';
import { dayAndTime } from '../../time-of-day.ts';
import { PUSH, type Exchanges } from '../exchanges.ts';
import type { Standing } from '../standing.ts';
import { openAnswer, type OpenAnswer } from './open-answer.ts';
import { ParcelRecords, type ParcelRecord } from './parcel-records.ts';
import { parcelRefused } from './refusal.ts';
import { takeAnswer } from './take-answer.ts';
import { writeAsk } from './write-ask.ts';

interface Parts {
  readonly store: Store;
  readonly log: Log;
  readonly standing: Standing;
  readonly exchanges: Exchanges;
  readonly lease: OfflineLease;
  readonly onPolicy: (policy: DeskPolicy) => void;
  readonly timeZone: string;
  readonly onImage: () => void;
  readonly pause: () => Promise<boolean>;
}

/** Exchanges with the service by files, for a desk without a link: what is written here is answered there, and taken in here. */
export class Parcels {
  readonly #parts: Parts;
  readonly #records: ParcelRecords;
  #shown: Pick<ParcelView, 'written' | 'taken'>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#records = new ParcelRecords(parts.store.database);
    this.#shown = this.#records.shown();
  }

  view(): Pick<ParcelView, 'ready' | 'written' | 'taken'> {
    return { ready: this.#parts.standing.enrolled?.parcelKeys !== undefined, ...this.#shown };
  }

  /** What a file is called that is written now: on one stick those of many desks may lie. */
  name(): string {
    const { store, standing, timeZone } = this.#parts;
    const desk = standing.enrolled?.status.device.slice(-4) ?? '';
    return `zuoxi-${dayAndTime(store.now(), timeZone)}-${desk}.zxp`;
  }

  /** All that this desk has to tell the service, as a file. That it was written is on the disk before the file is. */
  write(): Result<{ readonly id: string; readonly file: Uint8Array }, Failure> {
    const { store, standing, lease, log } = this.#parts;
    const { enrolled } = standing;
    if (enrolled?.revoked === true) return failure('desk-revoked');
    const keys = enrolled?.parcelKeys;
    if (enrolled === null || keys === undefined) return parcelRefused('no-keys');
    const { publicKey: answerTo, privateKey: answerKey } = newSealingPair();
    const id = randomBytes(16).toString('base64url');
    const requests = prepareAll(standing.desk(enrolled), store.now(), PUSH);
    const written = writeAsk(enrolled, keys, { id, answerTo }, requests);
    if (written === null) return parcelRefused('no-keys');
    const { file, changes } = written;
    const { lastContact } = enrolled;
    const saved = store.write((unit) => {
      const leaseUsed = Math.round(lease.used());
      this.#records.add({ id, writtenAt: unit.now, changes, lastContact, leaseUsed, answerKey });
      unit.touched.sync = true;
      return ok();
    });
    if (!saved.ok) return saved;
    this.#shown = this.#records.shown();
    log.info({ code: 'parcel-written', changes, bytes: file.length }, 'a file for the service was written');
    return ok({ id, file });
  }

  /** It was not put anywhere: as if it had not been written. */
  forget(id: string): void {
    const { store } = this.#parts;
    store.write((unit) => {
      this.#records.remove(id);
      unit.touched.sync = true;
      return ok();
    });
    this.#shown = this.#records.shown();
  }

  /** Takes in what the service answered. `wiped`: it ordered so, and nothing of customers is here any more. */
  async take(bytes: Uint8Array): Promise<Result<'taken' | 'wiped', Failure>> {
    const { standing, log } = this.#parts;
    const { enrolled } = standing;
    if (enrolled?.revoked === true) return failure('desk-revoked');
    if (enrolled === null) return parcelRefused('no-keys');
    const { pause } = this.#parts;
    const opened = await openAnswer({ enrolled, find: (id) => this.#records.find(id), pause }, bytes);
    if (!opened.ok) return parcelRefused(opened.error);
    const taken = await this.#takeIn(opened.value);
    this.#shown = this.#records.shown();
    if (!taken.ok)
      log.warn({ code: 'parcel-refused', reason: taken.error.facts?.reason }, 'an answer was not taken in');
    return taken;
  }

  async #takeIn({ record, parts }: OpenAnswer): Promise<Result<'taken' | 'wiped', Failure>> {
    const { store, log } = this.#parts;
    const taken = await takeAnswer(this.#parts, parts());
    if (!taken.ok) return parcelRefused(taken.error);
    const { confirmed, arrived, policy, isWiped } = taken.value;
    if (isWiped) return ok('wiped');
    const saved = store.write((unit) => {
      this.#records.taken(record, unit.now, taken.value);
      unit.touched.sync = true;
      return ok();
    });
    if (!saved.ok) return saved;
    this.#follow(record, policy);
    log.info({ code: 'parcel-taken', confirmed, arrived }, 'an answer of the service was taken in');
    return ok('taken');
  }

  /** What the service says is as old as the question: it may have revoked this desk since. A contact by link is the later one. */
  #follow({ lastContact, leaseUsed }: ParcelRecord, policy: DeskPolicy | undefined): void {
    const { lease, standing, onPolicy } = this.#parts;
    if (standing.enrolled?.lastContact !== lastContact) return;
    lease.contactSince(leaseUsed, policy?.offlineLeaseDays);
    if (policy !== undefined) onPolicy(policy);
  }
}
