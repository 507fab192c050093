import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { makeFolder } from '#parcel/folder.ts';
import type { Millis } from '#shared/base/clock.ts';
import { LIMITS, type ImageOffer } from '#shared/contract/sync.ts';
import type { Randomness } from '../randomness.ts';
import type { Database } from '../storage/database.ts';
import type { ServiceClock } from '../system-clock.ts';
import { buildImage, imagePath, type Unbuilt } from './build.ts';
import { entriesAfter, forgetImages, imagesOf, recordImage } from './image-records.ts';

/** An image that another one has replaced is still there for those who are fetching it. */
const KEPT: Millis = 3_600_000;

interface Parts {
  readonly database: Database;
  /** Images lie here, named by their hash. */
  readonly folder: string;
  readonly clock: ServiceClock;
  readonly random: Randomness;
  readonly log: Logger;
  /** So many entries are pulled rather than taken as an image; one reply has as many. */
  readonly pullable?: number;
}

/**
 * Images of streams, made when a desk needs one and kept until they are too far behind. Several services on one database each have
 * their own files; which ones there are is in the database, so that a restored one knows nothing of the images of its lost future.
 */
export class Images {
  readonly #parts: Parts;
  readonly #building = new Map<string, Promise<ImageOffer | Unbuilt>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** For a desk that has the stream up to `from`; `null` when it gets there by pulling, in one reply. */
  async offer(stream: string, from: number): Promise<ImageOffer | null> {
    const { database } = this.#parts;
    const head = (await database.heads([stream])).get(stream)?.head ?? 0;
    const limit = this.#parts.pullable ?? LIMITS.rows;
    const toPull = await entriesAfter(database, stream, { from, head, limit });
    if (toPull !== null && toPull <= limit) return null;
    const found = await this.#newest(stream, head);
    const left = found === null ? null : await entriesAfter(database, stream, { from: found.seq, head, limit });
    if (found !== null && found.seq > from && left !== null && left <= limit) return found;
    const built = await this.#build(stream);
    return typeof built === 'string' ? null : built;
  }

  /** Makes sure that a desk that lacks what is before `seq` can get it by an image: there is one, and its rows were found to be right. */
  async covers(stream: string, seq: number): Promise<boolean> {
    const head = (await this.#parts.database.heads([stream])).get(stream)?.head ?? 0;
    const found = await this.#newest(stream, head);
    if (found !== null && found.seq >= seq) return true;
    const built = await this.#build(stream);
    return typeof built !== 'string' && built.seq >= seq;
  }

  pathOf(sha256: string): string {
    return imagePath(this.#parts.folder, sha256);
  }

  /** Removes images that were replaced, and files that nobody knows: of a crash, or of the lost future of a restored database. */
  async tidy(): Promise<void> {
    const { database, clock, folder } = this.#parts;
    // What is made from now on is not in this list.
    const files = this.#building.size > 0 ? [] : await readdir(folder).catch(() => []);
    const streams = (await database.all('SELECT DISTINCT stream FROM image')).map(({ stream }) => String(stream));
    const newest: string[] = [];
    for (const stream of streams) {
      const [first] = await imagesOf(database, stream);
      if (first !== undefined) newest.push(first.sha256);
    }
    const known = await forgetImages(database, clock.wall() - KEPT, newest);
    const kept = new Set(known.map((sha256) => `${sha256}.image`));
    // One that somebody reads cannot be removed on every system; then the next time will.
    for (const name of files.filter((each) => !kept.has(each)))
      await rm(join(folder, name), { force: true }).catch(() => undefined);
  }

  /** The furthest one whose file is here. */
  async #newest(stream: string, head: number): Promise<ImageOffer | null> {
    for (const image of await imagesOf(this.#parts.database, stream)) {
      const size = await stat(this.pathOf(image.sha256)).then(
        (found) => found.size,
        () => -1,
      );
      if (size === image.bytes && image.seq <= head) return image;
    }
    return null;
  }

  /** Who asks while it is made waits for the same one. */
  #build(stream: string): Promise<ImageOffer | Unbuilt> {
    const running = this.#building.get(stream);
    if (running !== undefined) return running;
    const building = this.#buildNow(stream).finally(() => this.#building.delete(stream));
    this.#building.set(stream, building);
    return building;
  }

  async #buildNow(stream: string): Promise<ImageOffer | Unbuilt> {
    const { database, folder, random, clock, log } = this.#parts;
    makeFolder(folder);
    const built = await buildImage(database, stream, folder, random.uuid());
    if (typeof built === 'string') {
      if (built === 'inconsistent') log.error({ code: 'image-inconsistent' }, 'rows are not what the log told');
      else log.info({ code: `image-${built}` }, 'no image was made');
      return built;
    }
    await recordImage(database, built, clock.wall());
    const { rows, bytes, seq } = built;
    log.info({ code: 'image-made', rows, bytes, seq }, 'an image of a stream was made');
    return built;
  }
}
