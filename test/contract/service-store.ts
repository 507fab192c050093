import { expect } from 'vitest';
import { entities } from '#shared/domain/sync/entities.ts';
import { digestAfter, type Entry } from '#shared/domain/sync/row.ts';
import { EMPTY_DIGEST } from '#shared/domain/sync/digest.ts';
import { serveExchange } from '#shared/domain/sync/service/exchange.ts';
import type { ExchangeReply, ExchangeRequest } from '#shared/domain/sync/exchange.ts';
import { beginEpoch, ensureEpoch } from '../../src-service/epochs.ts';
import { addDevice, grantsFor, type Enrolled } from '../../src-service/identity/devices.ts';
import type { Database, SqlRow } from '../../src-service/storage/database.ts';
import { sha256 } from '#kit/service/random-desk.ts';

export const START = 1_772_416_800_000;

export function desk(id: string, branch = 'hz', role: Enrolled['role'] = 'agent'): Enrolled {
  const grants = grantsFor(role, [branch]);
  return { id, label: '', publicKey: 'k'.repeat(43), branch, role, home: `branch:${branch}`, grants };
}

/** The rules on one database, with a clock and chance that a test decides. */
export class TestService {
  readonly database: Database;
  now = START;
  #uuid = 0;

  constructor(database: Database) {
    this.database = database;
  }

  async begin(...devices: readonly Enrolled[]): Promise<void> {
    await ensureEpoch(this.#parts());
    for (const device of devices) await addDevice(this.database, device, this.now);
  }

  async restore(): Promise<void> {
    await beginEpoch(this.#parts(), (await this.database.epochs()).at(-1)?.id ?? null);
  }

  exchange(request: ExchangeRequest): Promise<ExchangeReply> {
    return serveExchange({ store: this.database, entities, sha256, now: () => this.now, pullLimit: 40 }, request);
  }

  #parts(): Parameters<typeof ensureEpoch>[0] {
    const uuid = (): string => `epoch-${String((this.#uuid += 1))}`;
    return { database: this.database, random: { uuid, bytes: (count) => new Uint8Array(count) }, now: () => this.now };
  }
}

const TABLES = {
  stream: 'id, head, high, low',
  log: 'stream, seq, entries, bytes, body',
  projection: 'entity, id, stream, seq, state',
  device: 'id, last_seq, last_hash, last_contact, revoked_at',
  quarantine: 'device, seq, op, hash, wall, counter, reason, waits_for',
  op: 'name, device, seq, hash, op',
  epoch: 'number, id, heads',
} as const;

/** Everything that the rules wrote, in an order that does not depend on the database. */
export async function contentOf(database: Database): Promise<Readonly<Record<string, readonly string[]>>> {
  const content: Record<string, readonly string[]> = {};
  for (const [table, columns] of Object.entries(TABLES)) {
    const rows = await database.all(`SELECT ${columns} FROM ${table}`);
    content[table] = rows.map((row: SqlRow) => JSON.stringify(row)).sort();
  }
  return content;
}

/** Numbers without gaps, digests of what is stored, no op both applied and kept aside. */
export async function expectSound(database: Database): Promise<void> {
  for (const { id, head } of await database.all('SELECT id, head FROM stream')) {
    const stream = String(id);
    const entries: Entry[] = [];
    for (let seq = 0; seq < Number(head);) {
      const part = await database.entries(stream, seq, 7);
      expect(part[0]?.seq).toBe(seq + 1);
      entries.push(...part);
      seq = part.at(-1)?.seq ?? Number(head);
    }
    expect(new Set(entries.map(({ seq }) => seq)).size).toBe(Number(head));
    const told = (await database.heads([stream])).get(stream);
    expect(told).toEqual({ head: Number(head), digest: digestAfter(EMPTY_DIGEST, entries) });
  }
}
