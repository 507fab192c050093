import { ok, type Result } from '#shared/base/result.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import { IMAGE_FORMAT, IMAGE_LIMITS, type ImageOffer } from '#shared/contract/sync.ts';
import { mayTakeImage, takeImage } from '#shared/domain/sync/desk/take-image.ts';
import { entities } from '#shared/domain/sync/entities.ts';
import { writeMuch } from '../../database/bulk.ts';
import type { Store, Unit } from '../../database/store.ts';
import type { Log } from '../../log.ts';
import type { SqliteDeskStore } from '../desk-store.ts';
import type { Standing } from '../standing.ts';
import type { Enrolled } from '../status.ts';
import { isAway, type Transport, type TransportFailure } from '../transport.ts';
import { callbacksToFollow, noteUnfolded } from './follow-image.ts';
import { ImageCopy } from './image-copy.ts';
import { ImageDownload } from './image-download.ts';
import { attachImage, removeLeftImages, type AttachedImage } from './image-file.ts';

interface Parts {
  readonly store: Store;
  readonly log: Log;
  readonly transport: Transport;
  readonly standing: Standing;
}

/** Attempts in a row by which nothing came. The first ones may wait for an image that is being made. */
const PATIENCE = 5;

/** `none`: there is no image, or not one that this desk could use; it pulls. */
export type Taken =
  { readonly kind: 'taken' | 'none' } | { readonly kind: 'failed'; readonly failure: TransportFailure };

/** Takes streams in as images where that is the shorter way: at the beginning, after a restart, or when the log does not reach back. */
export class DeskImages {
  readonly #parts: Parts;
  readonly #download: ImageDownload;
  /** Streams of which there was no image that could be used. */
  readonly #declined = new Set<string>();
  readonly #shortened = new Set<string>();
  /** So many attempts in a row brought nothing. */
  #barren = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#download = new ImageDownload(parts.transport);
    removeLeftImages(parts.store.database);
  }

  /** The service cannot tell what follows in these streams. `false` when there is no image of one of them either. */
  needs(streams: readonly string[]): boolean {
    for (const stream of streams) this.#shortened.add(stream);
    const helpless = streams.filter((stream) => this.#declined.has(stream));
    // Perhaps there is one at the next attempt.
    for (const stream of helpless) this.#declined.delete(stream);
    return helpless.length === 0;
  }

  /** A stream that is pulled anew may be had as an image again. */
  restarted(stream: string): void {
    this.#declined.delete(stream);
  }

  /** The stream to ask for next. */
  wanted({ grants, status }: Enrolled): string | null {
    const far = (stream: string): boolean => (status.cursors[stream]?.seq ?? 0) === 0 || this.#shortened.has(stream);
    return Object.keys(grants).find((stream) => far(stream) && !this.#declined.has(stream)) ?? null;
  }

  /** Asks for the image of a stream and takes it in. */
  async fetch(enrolled: Enrolled, stream: string, isOver: () => boolean): Promise<Taken> {
    const { transport, standing } = this.#parts;
    const from = enrolled.status.cursors[stream]?.seq ?? 0;
    const answer = await transport.image(enrolled, { stream, from, format: IMAGE_FORMAT });
    if (isOver()) return { kind: 'none' };
    if (!answer.ok) return this.#unless(answer.error, stream, false);
    const offer = answer.value;
    if (offer === null) return this.#decline(stream);
    // It is in the way of nothing to ask again: what there is to tell or to follow is done first.
    if (offer.stream !== stream || !mayTakeImage(standing.desk(enrolled), offer)) return this.#decline(stream);
    if (this.#isTooLarge(offer)) return this.#decline(stream);
    const had = this.#download.length;
    const bytes = await this.#download.fetch(enrolled, offer);
    if (isOver()) return { kind: 'none' };
    if (!bytes.ok) return this.#unless(bytes.error, stream, this.#download.length > had);
    this.#barren = 0;
    const taken = await this.take(offer, bytes.value, 'now');
    return taken.kind === 'none' ? this.#decline(stream) : taken;
  }

  /** Takes in an image, whichever way it came; `at`: when the service was reached for it. */
  async take(offer: ImageOffer, bytes: Uint8Array, at: 'now' | 'earlier'): Promise<Taken> {
    const { store, log } = this.#parts;
    if (this.#isTooLarge(offer)) return { kind: 'none' };
    const attached = await attachImage(store.database, bytes, offer);
    if (!attached.ok && attached.error === 'disk-refused') return { kind: 'failed', failure: { code: attached.error } };
    if (!attached.ok) {
      log.error({ code: 'image-damaged' }, 'an image was not what was promised');
      return { kind: 'none' };
    }
    try {
      if (!store.database.open || !this.#takeIn(offer, attached.value, at)) return { kind: 'none' };
      this.#shortened.delete(offer.stream);
      return { kind: 'taken' };
    } finally {
      if (store.database.open) attached.value.detach();
    }
  }

  #isTooLarge({ bytes, fileBytes }: ImageOffer): boolean {
    const tooLarge = bytes > IMAGE_LIMITS.bytes || fileBytes > IMAGE_LIMITS.fileBytes;
    if (tooLarge)
      this.#parts.log.error({ code: 'image-too-large', bytes: fileBytes }, 'an image is too large for this desk');
    return tooLarge;
  }

  /** In one transaction, or not at all: `false` when it does not lead to what the service has. */
  #takeIn(offer: ImageOffer, { tables }: AttachedImage, at: 'now' | 'earlier'): boolean {
    const { store, standing, log } = this.#parts;
    const { database } = store;
    const take = (unit: Unit, desk: SqliteDeskStore): Result<void, Failure> => {
      if (!mayTakeImage(desk, offer)) return failure('storage-failed');
      const { device, settled } = desk.status();
      const copy = new ImageCopy(database, entities, tables, { stream: offer.stream, device, settled, now: unit.now });
      noteUnfolded(database, tables);
      const laid = copy.lay();
      desk.witness(offer.latest);
      if (!takeImage(desk, entities, offer, laid, copy.others())) return failure('storage-failed');
      callbacksToFollow(database, device, desk.arrivals);
      store.forget();
      for (const all of ['contacts', 'allCountdowns', 'lists', 'notices'] as const) unit.touched[all] = true;
      return ok();
    };
    const saved = writeMuch(database, offer.fileBytes, () => standing.takeIn(take, at));
    if (saved.ok) log.info({ code: 'image-taken', rows: offer.rows }, 'a stream was taken in as an image');
    else log.error({ code: 'image-refused', reason: saved.error.code }, 'an image was not taken in');
    return saved.ok;
  }

  #decline(stream: string): Taken {
    this.#declined.add(stream);
    return { kind: 'none' };
  }

  /**
   * Without a link it is tried again; what the service refuses otherwise is a matter of the exchange. Nor does one wait for images to
   * which nothing leads: after some attempts by which nothing came, what else there is to say is said.
   */
  #unless(error: TransportFailure, stream: string, came: boolean): Taken {
    if (!isAway(error)) return this.#decline(stream);
    this.#barren = came ? 0 : this.#barren + 1;
    if (this.#barren < PATIENCE) return { kind: 'failed', failure: error };
    return this.#shortened.has(stream) ? this.#decline(stream) : { kind: 'none' };
  }
}
