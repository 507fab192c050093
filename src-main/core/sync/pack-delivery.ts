import { createHash } from 'node:crypto';
import { ok } from '#shared/base/result.ts';
import type { Store } from '../database/store.ts';
import type { Log } from '../log.ts';
import { parsePack } from '../scripts/load-pack.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';
import type { Enrolled } from './status.ts';
import type { Transport } from './transport.ts';

interface Parts {
  readonly store: Store;
  readonly packs: PackShelf;
  readonly transport: Transport;
  readonly log: Log;
  /** The pack of this name was published, and this desk cannot use it. */
  readonly onRefused: (label: string) => void;
}

interface Published {
  readonly id: string;
  readonly label: string;
  /** Under which hash the desk keeps it, once it has it; empty: it cannot be used here. */
  readonly hash: string | null;
}

/**
 * Script packs that were published centrally. The shared stream says which; the bytes are fetched by their SHA-256 and checked
 * like any pack. The newest one is what new contacts begin with; a contact that runs ends by the rules it began with.
 */
export class PackDelivery {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    const newest = this.#newest();
    if (newest?.hash) parts.packs.activate(newest.hash);
  }

  /** Fetches what was published last, if it is not here. What fails is tried at the next exchange. */
  async follow(enrolled: Enrolled): Promise<void> {
    if (!this.#isOpen()) return;
    const newest = this.#newest();
    if (newest === null || newest.hash === '') return;
    if (newest.hash !== null) {
      if (newest.hash !== this.#parts.packs.active) this.#use(newest, newest.hash);
      return;
    }
    const answer = await this.#parts.transport.pack(enrolled, newest.id);
    if (!this.#isOpen() || !answer.ok || createHash('sha256').update(answer.value).digest('hex') !== newest.id) return;
    const pack = parsePack(new TextDecoder().decode(answer.value));
    if (pack.ok) {
      this.#parts.packs.keep(pack.value, this.#parts.store.now());
      this.#use(newest, pack.value.hash);
      return;
    }
    this.#parts.log.error({ code: 'pack-refused', faults: pack.error.length }, 'a published pack has faults');
    this.#note(newest.id, '');
    this.#parts.onRefused(newest.label);
  }

  /** The desk may be closed while something is fetched. */
  #isOpen(): boolean {
    return this.#parts.store.database.open;
  }

  #use(published: Published, hash: string): void {
    if (!this.#parts.packs.activate(hash)) return;
    this.#note(published.id, hash);
    this.#parts.log.info({ pack: hash.slice(0, 12) }, 'another script pack is used from now on');
  }

  #note(id: string, hash: string): void {
    this.#parts.store.write((unit) => {
      this.#parts.store.database.prepare('UPDATE published_pack SET hash = ? WHERE id = ?').run(hash, id);
      unit.touched.contacts = true;
      return ok();
    });
  }

  #newest(): Published | null {
    return (
      this.#parts.store.database
        .prepare<[], Published>(
          'SELECT id, label, hash FROM published_pack ORDER BY published_at DESC, id DESC LIMIT 1',
        )
        .get() ?? null
    );
  }
}
