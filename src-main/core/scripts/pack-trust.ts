import { z } from 'zod';
import { ok, type Result } from '#shared/base/result.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import type { Accepted } from '#shared/contract/rpc.ts';
import type { PackKeyView } from '#shared/contract/views.ts';
import { MOST_PACK_KEYS } from '#shared/domain/sync/exchange.ts';
import { publicKeyOf } from '#parcel/keys.ts';
import { fingerprintOf } from '#parcel/pack-file.ts';
import type { Store } from '../database/store.ts';
import { putSetting, readSetting } from '../settings/setting-table.ts';

const OWN = 'packKeys';
const OF_SERVICE = 'servicePackKeys';
const ownSchema = z.array(z.object({ key: z.string(), name: z.string(), addedAt: z.number() })).catch([]);
const toldSchema = z.array(z.string()).catch([]);

interface Parts {
  readonly store: Store;
  /** Belongs to a service, which then says whose packs count. */
  readonly isEnrolled: () => boolean;
  /** Whoever was refused may be trusted now. */
  readonly onChange: () => void;
}

/**
 * Whose script packs count at this desk. The service states the keys of its desks; at a desk without one the user adds a key after
 * comparing its fingerprint. What comes with the program is part of the program.
 */
export class PackTrust {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get trusted(): readonly string[] {
    return this.view().map(({ key }) => key);
  }

  view(): readonly PackKeyView[] {
    if (this.#parts.isEnrolled()) {
      return this.#told().map((key) => ({ key, fingerprint: fingerprintOf(key), name: '', addedAt: null }));
    }
    return this.#own().map((each) => ({ ...each, fingerprint: fingerprintOf(each.key) }));
  }

  add({ key, name }: Accepted<'pack.trust'>): Result<void, Failure> {
    if (this.#parts.isEnrolled()) return failure('not-allowed');
    if (publicKeyOf('Ed25519', key) === null) return failure('pack-key-invalid');
    const others = this.#own().filter((each) => each.key !== key);
    if (others.length >= MOST_PACK_KEYS) return failure('pack-key-invalid');
    return this.#keep([...others, { key, name, addedAt: this.#parts.store.now() }]);
  }

  remove({ key }: Accepted<'pack.distrust'>): Result<void, Failure> {
    if (this.#parts.isEnrolled()) return failure('not-allowed');
    return this.#keep(this.#own().filter((each) => each.key !== key));
  }

  /** The service was reached and has said whose packs count. One that says nothing of that vouches for nobody, whoever another one did. */
  hear(keys: readonly string[] = []): void {
    if (keys.join() === this.#told().join()) return;
    this.#put(OF_SERVICE, keys);
    this.#parts.onChange();
  }

  #own(): z.infer<typeof ownSchema> {
    return ownSchema.parse(readSetting(this.#parts.store.database, OWN));
  }

  #told(): readonly string[] {
    return toldSchema.parse(readSetting(this.#parts.store.database, OF_SERVICE));
  }

  #keep(keys: z.infer<typeof ownSchema>): Result<void, Failure> {
    const kept = this.#put(OWN, keys);
    if (kept.ok) this.#parts.onChange();
    return kept;
  }

  #put(name: string, value: unknown): Result<void, Failure> {
    const { store } = this.#parts;
    return store.write((unit) => {
      putSetting(store.database, name, value);
      unit.touched.packFiles = true;
      return ok();
    });
  }
}
