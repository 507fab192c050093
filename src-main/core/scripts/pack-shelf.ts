import type { EpochMs } from '#shared/base/clock.ts';
import type { ContactPolicy } from '#shared/domain/contact/policy.ts';
import { contactPolicy } from '#shared/domain/pack/policy.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { readPack } from '#shared/domain/pack/validate.ts';
import type { Sqlite } from '../database/open.ts';
import type { LoadedPack } from './load-pack.ts';

/** Keeps every pack that a contact was begun with: a contact is finished by the rules it began with. */
export class PackShelf {
  readonly #database: Sqlite;
  readonly #packs = new Map<string, Pack>();
  readonly #policies = new Map<string, ContactPolicy>();
  #active: string;

  constructor(database: Sqlite, active: LoadedPack, now: EpochMs) {
    this.#database = database;
    this.#active = active.hash;
    this.#packs.set(active.hash, active.pack);
    database
      .prepare('INSERT INTO pack (hash, body, stored_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
      .run(active.hash, JSON.stringify(active.pack), now);
  }

  /** The hash of the pack that new contacts begin with. */
  get active(): string {
    return this.#active;
  }

  get(hash: string): Pack {
    const known = this.#packs.get(hash);
    if (known !== undefined) return known;
    const row = this.#database.prepare<[string], { body: string }>('SELECT body FROM pack WHERE hash = ?').get(hash);
    const read = row === undefined ? null : readPack(JSON.parse(row.body));
    // A pack that an older version stored and this one cannot read any more: the active rules are the nearest.
    const pack = read?.ok ? read.value : this.get(this.#active);
    this.#packs.set(hash, pack);
    return pack;
  }

  policy(hash: string): ContactPolicy {
    const known = this.#policies.get(hash);
    if (known !== undefined) return known;
    const policy = contactPolicy(this.get(hash));
    this.#policies.set(hash, policy);
    return policy;
  }
}
