import { z } from 'zod';
import type { EpochMs } from '#shared/base/clock.ts';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { hashBody } from '#parcel/pack-file.ts';
import type { ContactPolicy } from '#shared/domain/contact/policy.ts';
import { contactPolicy } from '#shared/domain/pack/policy.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { readPack } from '#shared/domain/pack/validate.ts';
import { compileWording, type WordingChecker } from '#shared/domain/wording/check.ts';
import type { Sqlite } from '../database/open.ts';
import { putSetting, readSetting } from '../settings/setting-table.ts';
import type { LoadedPack } from './load-pack.ts';

const ACTIVE = 'activePack';
const SIGNERS = 'packSigners';
const signersSchema = z.record(z.string(), z.string()).catch({});

/** `lost`: it was never stored here. `refused`: another version stored it, and this one finds faults in it. */
type Unreadable = 'lost' | 'refused';

/** Keeps every pack that a contact was begun with: a contact is finished by the rules it began with. */
export class PackShelf {
  readonly #database: Sqlite;
  readonly #packs = new Map<string, Pack>();
  readonly #policies = new Map<string, ContactPolicy>();
  readonly #checkers = new Map<string, WordingChecker | null>();
  #active: LoadedPack;
  /** Told once for each pack that the active one stands in for; the agent has to know by which rules a contact goes on. */
  onUnreadable: (hash: string, why: Unreadable) => void = () => undefined;

  constructor(database: Sqlite, active: LoadedPack, now: EpochMs) {
    this.#database = database;
    this.#active = active;
    this.keep(active, now);
    putSetting(database, ACTIVE, active.hash);
  }

  /** Stores a pack that came; nothing begins with it until it is activated. */
  keep({ hash, pack, body = canonicalJson(pack), signer }: LoadedPack, now: EpochMs): void {
    this.#packs.set(hash, pack);
    if (signer !== undefined) putSetting(this.#database, SIGNERS, { ...this.#signers(), [hash]: signer });
    this.#database
      .prepare('INSERT INTO pack (hash, body, stored_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
      .run(hash, body, now);
  }

  /** New contacts begin with this pack. `false`: it is not here, or cannot be read. */
  activate(hash: string): boolean {
    const pack = this.#packs.get(hash) ?? orNull(storedPack(this.#database, hash));
    if (pack === null) return false;
    this.#packs.set(hash, pack);
    this.#active = { hash, pack };
    putSetting(this.#database, ACTIVE, hash);
    return true;
  }

  /** The hash of the pack that new contacts begin with. */
  get active(): string {
    return this.#active.hash;
  }

  /** The pack of this hash, or the active one in its stead: a customer on the line cannot wait until it is found. */
  get(hash: string): Pack {
    const known = this.#packs.get(hash);
    if (known !== undefined) return known;
    const read = storedPack(this.#database, hash);
    const pack = read.ok ? read.value : this.#active.pack;
    this.#packs.set(hash, pack);
    if (!read.ok) this.onUnreadable(hash, read.error);
    return pack;
  }

  /** The key with which a pack was signed; `null`: it came with the program, or before signers were kept. */
  signer(hash: string): string | null {
    return this.#signers()[hash] ?? null;
  }

  policy(hash: string): ContactPolicy {
    const known = this.#policies.get(hash);
    if (known !== undefined) return known;
    const policy = contactPolicy(this.get(hash));
    this.#policies.set(hash, policy);
    return policy;
  }

  /** The checker of a pack's wording, `null` where it has none; made when it is first needed, which costs a moment. */
  checker(hash: string): WordingChecker | null {
    const known = this.#checkers.get(hash);
    if (known !== undefined) return known;
    const { wording } = this.get(hash);
    const checker = wording === undefined ? null : compileWording(wording);
    this.#checkers.set(hash, checker);
    return checker;
  }

  #signers(): z.infer<typeof signersSchema> {
    return signersSchema.parse(readSetting(this.#database, SIGNERS));
  }
}

/** Of the packs that cases name, those that a contact of this desk was begun with: a colleague's need never have been here. */
export function packsBegunWith(database: Sqlite): readonly string[] {
  return database.prepare<[], string>(`SELECT DISTINCT pack_hash FROM contact WHERE device = ''`).pluck().all();
}

/** The pack that new contacts began with when this desk last ran, or `null` when there is none that can be read. */
export function lastActivePack(database: Sqlite): LoadedPack | null {
  const hash = readSetting(database, ACTIVE);
  if (typeof hash !== 'string') return null;
  const read = storedPack(database, hash);
  return read.ok ? { hash, pack: read.value } : null;
}

function orNull<T>(result: Result<T, unknown>): T | null {
  return result.ok ? result.value : null;
}

/** Whether what is stored under a hash is still what was named by it, and can be used. */
export function isStoredPackItself(database: Sqlite, hash: string): boolean {
  const body = database.prepare<[string], string>('SELECT body FROM pack WHERE hash = ?').pluck().get(hash) ?? '';
  const raw = asJson(body);
  return readPack(raw).ok && hashBody(canonicalJson(raw)) === hash;
}

/** A pack that contacts were begun with. */
export function storedPack(database: Sqlite, hash: string): Result<Pack, Unreadable> {
  const body = database.prepare<[string], string>('SELECT body FROM pack WHERE hash = ?').pluck().get(hash);
  if (body === undefined) return fail('lost');
  const read = readPack(asJson(body));
  return read.ok ? ok(read.value) : fail('refused');
}

function asJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
