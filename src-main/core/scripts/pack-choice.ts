import { z } from 'zod';
import type { Clock, EpochMs, Millis } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { WaitingPack } from '#shared/contract/views.ts';
import type { Store } from '../database/store.ts';
import type { Notices } from '../desk/notices.ts';
import type { Log } from '../log.ts';
import { putSetting, readSetting } from '../settings/setting-table.ts';
import { beginningOf, dayOf } from '../time-of-day.ts';
import type { LoadedPack } from './load-pack.ts';
import type { PackShelf } from './pack-shelf.ts';

/** A clock may be set: the day is looked at again after so long, whatever the timer was for. */
const LOOK: Millis = 3_600_000;
const IMPORTED = 'importedPacks';
/** Earlier ones are replaced by later ones. */
const MOST_IMPORTED = 20;
const importedSchema = z.array(z.object({ hash: z.string(), at: z.number() })).catch([]);

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly packs: PackShelf;
  readonly notices: Notices;
  readonly log: Log;
  /** IANA name of the zone in which a pack's days begin. */
  readonly timeZone: string;
}

interface Taken {
  readonly hash: string;
  readonly at: EpochMs;
  readonly name: string | null;
  readonly version: string | null;
  readonly effectiveFrom: string | null;
}

/**
 * By which of the packs that were taken new contacts begin: the one that began last, by its day or when it was published or brought
 * here. One that begins on a later day waits for it. One that has expired stays until another takes its place: an agent is never left
 * without lines, but is told.
 */
export class PackChoice implements Disposable {
  readonly #parts: Parts;
  #timer: Disposable | null = null;
  #told: string | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#activate();
  }

  start(): void {
    this.look();
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  /** Packs came, or the day may be another one. */
  look(): void {
    const { store, packs, log } = this.#parts;
    if (!store.database.open) return;
    const before = packs.active;
    this.#activate();
    if (packs.active !== before) {
      log.info({ pack: packs.active.slice(0, 12) }, 'another script pack is used from now on');
      store.announce({ contacts: true, packFiles: true });
    }
    this.#tellExpired();
    this.#arm();
  }

  /** Brought here by hand; it counts as of now. */
  bring(loaded: LoadedPack): Result<void, Failure> {
    const { store, packs } = this.#parts;
    const kept = store.write((unit) => {
      packs.keep(loaded, unit.now);
      const others = this.#imported().filter(({ hash }) => hash !== loaded.hash);
      putSetting(store.database, IMPORTED, [...others, { hash: loaded.hash, at: unit.now }].slice(-MOST_IMPORTED));
      unit.touched.packFiles = true;
      return ok();
    });
    if (kept.ok) this.look();
    return kept;
  }

  /** Packs that begin on a later day, the first one first. */
  waiting(): readonly WaitingPack[] {
    const now = this.#parts.store.now();
    return this.#taken()
      .filter((pack) => this.#begins(pack) > now)
      .map(({ name, version, effectiveFrom }) => ({
        name: name ?? '',
        version: version ?? '',
        from: effectiveFrom ?? '',
      }))
      .sort((one, other) => (one.from < other.from ? -1 : 1));
  }

  #activate(): void {
    const now = this.#parts.store.now();
    const begun = this.#taken()
      .map((pack) => ({ ...pack, begins: this.#begins(pack) }))
      .filter(({ begins }) => begins <= now)
      .sort((one, other) => other.begins - one.begins || other.at - one.at);
    // One that another version of this program finds faults in gives way to the one before it.
    const active = this.#parts.packs.active;
    begun.some(({ hash }) => hash === active || this.#parts.packs.activate(hash));
  }

  #begins({ at, effectiveFrom }: Taken): EpochMs {
    return effectiveFrom === null ? at : Math.max(at, beginningOf(effectiveFrom, this.#parts.timeZone));
  }

  #taken(): readonly Taken[] {
    const { database } = this.#parts.store;
    const imported = JSON.stringify(this.#imported());
    return database
      .prepare<[string], Taken>(
        `WITH taken AS (
           SELECT hash, published_at AS at FROM published_pack WHERE hash IS NOT NULL AND hash <> ''
           UNION ALL SELECT value ->> 'hash', value ->> 'at' FROM json_each(?)
         )
         SELECT taken.hash, taken.at, body ->> 'name' AS name, body ->> 'version' AS version,
           date(body ->> 'effectiveFrom') AS effectiveFrom
         FROM taken JOIN pack ON pack.hash = taken.hash WHERE json_valid(body)`,
      )
      .all(imported);
  }

  #imported(): z.infer<typeof importedSchema> {
    return importedSchema.parse(readSetting(this.#parts.store.database, IMPORTED));
  }

  #tellExpired(): void {
    const { store, packs, notices, timeZone } = this.#parts;
    const { name, version, expiresOn } = packs.get(packs.active);
    const isOver = expiresOn !== undefined && expiresOn < dayOf(store.now(), timeZone);
    const told = isOver ? packs.active : null;
    const stands = notices.list().some(({ code }) => code === 'pack-expired');
    // Once in each run of the desk: who waves it away has seen it.
    if (told === this.#told && !(stands && !isOver)) return;
    this.#told = told;
    store.write((unit) => {
      if (isOver) notices.put(unit, 'pack-expired', { pack: `${name} ${version}`, day: expiresOn });
      else notices.clear(unit, 'pack-expired');
      return ok();
    });
  }

  #arm(): void {
    this.#timer?.dispose();
    this.#timer = null;
    const { clock, store, packs } = this.#parts;
    if (packs.get(packs.active).expiresOn === undefined && this.waiting().length === 0) return;
    const now = store.now();
    const next = this.#taken()
      .map((pack) => this.#begins(pack) - now)
      .filter((left) => left > 0);
    this.#timer = clock.after(Math.min(LOOK, ...next), () => this.look());
  }
}
