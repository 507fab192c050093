import { createHash } from 'node:crypto';
import { ok } from '#shared/base/result.ts';
import { PACK_FILE_BYTES } from '#shared/domain/pack/signed-file.ts';
import type { Store } from '../database/store.ts';
import type { Log } from '../log.ts';
import { readArrivedPack } from '../scripts/arrived-pack.ts';
import type { PackChoice } from '../scripts/pack-choice.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';
import type { PackTrust } from '../scripts/pack-trust.ts';
import { beginningOf, dayOf } from '../time-of-day.ts';
import type { Enrolled } from './status.ts';
import type { Transport } from './transport.ts';

interface Parts {
  readonly store: Store;
  readonly packs: PackShelf;
  readonly trust: PackTrust;
  readonly choice: PackChoice;
  readonly transport: Transport;
  readonly log: Log;
  readonly timeZone: string;
  /** The pack of this name was published, and this desk cannot use it. */
  readonly onRefused: (label: string) => void;
}

interface Published {
  readonly id: string;
  readonly label: string;
  /** Under which hash the desk keeps it, once it has it; empty: it cannot be used here. */
  readonly hash: string | null;
  readonly effectiveFrom: string | null;
}

/** So many that were published and cannot be used, or not yet, are looked past. */
const MOST_LOOKED_AT = 20;

/**
 * Script packs that were published centrally. The shared stream says which; the bytes are fetched by their SHA-256 and believed only
 * when they are signed (`arrived-pack.ts`). Which one is used is `pack-choice.ts`; a contact that runs ends by the rules it began with.
 */
export class PackDelivery {
  readonly #parts: Parts;
  /** The list of what was published when all that is needed of it was here. */
  #followed: string | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Fetches what was published, back to one that is in use by its day. What fails is tried at the next exchange. */
  async follow(enrolled: Enrolled): Promise<void> {
    // After each exchange, and packs are published once a week.
    if (!this.#isOpen() || this.#list() === this.#followed) return;
    for (const [place, published] of this.#newest().entries()) {
      if (published.hash === '') continue;
      if (published.hash !== null) {
        if (this.#hasBegun(published.effectiveFrom)) break;
        continue;
      }
      const fetched = await this.#fetch(enrolled, published);
      if (fetched === 'failed') return;
      // Of earlier ones nobody expects anything any more.
      if (fetched === 'refused' && place === 0) this.#parts.onRefused(published.label);
      if (fetched !== 'refused' && this.#hasBegun(fetched.effectiveFrom)) break;
    }
    this.#followed = this.#list();
    this.#parts.choice.look();
  }

  /** Somebody else is trusted now: what was refused is looked at again. */
  reconsider(): void {
    const { store } = this.#parts;
    store.write(() => {
      store.database.prepare(`UPDATE published_pack SET hash = NULL WHERE hash = ''`).run();
      return ok();
    });
  }

  async #fetch(
    enrolled: Enrolled,
    { id }: Published,
  ): Promise<'failed' | 'refused' | Pick<Published, 'effectiveFrom'>> {
    const { transport, trust, store, packs, log } = this.#parts;
    const answer = await transport.pack(enrolled, id);
    if (!this.#isOpen() || !answer.ok) return 'failed';
    const isWhole = createHash('sha256').update(answer.value).digest('hex') === id;
    // Of what is too large only the beginning was read.
    if (!isWhole && answer.value.length <= PACK_FILE_BYTES) return 'failed';
    const pack = readArrivedPack(answer.value, { trusted: trust.trusted, today: this.#today() });
    if (!pack.ok) {
      const { reason, faults = [] } = pack.error;
      log.error({ code: 'pack-refused', reason, faults: faults.length }, 'a published pack cannot be used');
      this.#note(id, '');
      return 'refused';
    }
    packs.keep(pack.value, store.now());
    this.#note(id, pack.value.hash);
    return { effectiveFrom: pack.value.pack.effectiveFrom ?? null };
  }

  #hasBegun(effectiveFrom: string | null): boolean {
    const { store, timeZone } = this.#parts;
    return effectiveFrom === null || beginningOf(effectiveFrom, timeZone) <= store.now();
  }

  #today(): string {
    return dayOf(this.#parts.store.now(), this.#parts.timeZone);
  }

  /** The desk may be closed while something is fetched. */
  #isOpen(): boolean {
    return this.#parts.store.database.open;
  }

  #note(id: string, hash: string): void {
    this.#parts.store.write((unit) => {
      this.#parts.store.database.prepare('UPDATE published_pack SET hash = ? WHERE id = ?').run(hash, id);
      unit.touched.packFiles = true;
      return ok();
    });
  }

  #list(): string {
    return this.#parts.store.database
      .prepare<[], string>(
        `SELECT id || published_at || ifnull(hash, '?') FROM published_pack ORDER BY published_at, id`,
      )
      .pluck()
      .all()
      .join();
  }

  #newest(): readonly Published[] {
    return this.#parts.store.database
      .prepare<[number], Published>(
        `SELECT id, label, published_pack.hash, date(body ->> 'effectiveFrom') AS effectiveFrom
         FROM published_pack LEFT JOIN pack ON pack.hash = published_pack.hash AND json_valid(body)
         ORDER BY published_at DESC, id DESC LIMIT ?`,
      )
      .all(MOST_LOOKED_AT);
  }
}
