import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { makeFolder } from '#parcel/folder.ts';
import { holdFile, type HeldFile } from '#parcel/held-file.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { Config } from './config.ts';
import { ensureEpoch } from './epochs.ts';
import { tokenProof } from './http/access.ts';
import { Gate } from './http/gate.ts';
import { makeServer } from './http/server.ts';
import { secretsOf, shared } from './identity/secrets.ts';
import { Images } from './images/images.ts';
import { Retention } from './images/retention.ts';
import { LiveHub } from './live/hub.ts';
import { Metrics } from './metrics.ts';
import type { ServiceParts } from './parts.ts';
import { PresenceBoard } from './presence/board.ts';
import type { Randomness } from './randomness.ts';
import type { Database } from './storage/database.ts';
import { openPostgres } from './storage/postgres/store.ts';
import type { OpenFailure } from './storage/sqlite/open.ts';
import { openSqlite } from './storage/sqlite/store.ts';
import type { ServiceClock } from './system-clock.ts';

/** The embedded database does one thing after the other; a server does several while this process waits for it. */
const RETURNING_AT_ONCE = { embedded: 2, server: 8 } as const;

export interface Surroundings {
  readonly config: Config;
  readonly clock: ServiceClock;
  readonly random: Randomness;
  readonly log: Logger;
}

export interface Service {
  readonly address: string;
  readonly parts: ServiceParts;
  /** Where the administrator's token was written, if it was made by this start. */
  readonly tokenFile: string | null;
  close(): Promise<void>;
}

/** `already-served`: another process serves the embedded database of this folder; live commits and images would be told by halves. */
export type StartFailure =
  OpenFailure | { readonly code: 'already-served' } | { readonly code: 'not-listening'; readonly reason: string };

export const sqlitePath = (dataFolder: string): string => join(dataFolder, 'service.sqlite');

/** The embedded database of the data folder, or PostgreSQL where its address is given. */
export function openDatabase({ databaseUrl, dataFolder }: Config): Promise<Result<Database, OpenFailure>> {
  if (databaseUrl !== undefined) return openPostgres(databaseUrl);
  return Promise.resolve(openSqlite(sqlitePath(dataFolder)));
}

export async function startService(surroundings: Surroundings): Promise<Result<Service, StartFailure>> {
  const held = holdFolder(surroundings.config);
  if (!held.ok) return held;
  let started: Result<Service, StartFailure> | null = null;
  try {
    const opened = await openDatabase(surroundings.config);
    started = opened.ok ? await serveFrom(surroundings, opened.value) : opened;
  } finally {
    if (started?.ok !== true) held.value.release();
  }
  if (!started.ok) return started;
  const { close } = started.value;
  return ok({ ...started.value, close: () => close().finally(() => held.value.release()) });
}

/** The folder of an embedded database is for one process that serves; of those on one PostgreSQL there may be many. */
export function holdFolder({
  databaseUrl,
  dataFolder,
}: Config): Result<HeldFile, OpenFailure | { code: 'already-served' }> {
  if (databaseUrl !== undefined) return ok({ release: () => undefined });
  try {
    makeFolder(dataFolder);
    const held = holdFile(join(dataFolder, 'service.lock'));
    return held === null ? fail({ code: 'already-served' }) : ok(held);
  } catch (error) {
    return fail({ code: 'database-not-opened', reason: error instanceof Error ? error.message : String(error) });
  }
}

async function serveFrom(surroundings: Surroundings, database: Database): Promise<Result<Service, StartFailure>> {
  const { config, log } = surroundings;
  const { parts, tokenFile } = await assemble(surroundings, database);
  try {
    const server = await makeServer(parts);
    const address = await server.listen({ host: config.host, port: config.port });
    log.info({ code: 'listening' }, 'the service listens');
    const retention = new Retention({ ...parts, keepLogDays: config.keepLogDays });
    retention.start();
    const close = async (): Promise<void> => {
      // Live connections never end by themselves; requests are waited for.
      parts.live.close();
      await server.close();
      await retention.rest();
      await database.close();
    };
    return ok({ address, parts, tokenFile, close });
  } catch (error) {
    parts.live.close();
    await database.close();
    return fail({ code: 'not-listening', reason: error instanceof Error ? error.message : String(error) });
  }
}

async function assemble(
  { config, clock, random, log }: Surroundings,
  database: Database,
): Promise<{ readonly parts: ServiceParts; readonly tokenFile: string | null }> {
  await ensureEpoch({ database, random, now: () => clock.wall() });
  const secrets = await secretsOf(database, random);
  const proof = (token: string): string => tokenProof(secrets.seal, token);
  let tokenFile: string | null = null;
  const made = (): string => {
    const token = Buffer.from(random.bytes(32)).toString('base64url');
    tokenFile = join(config.dataFolder, 'admin-token');
    makeFolder(config.dataFolder);
    writeFileSync(tokenFile, `${token}\n`, { mode: 0o600 });
    return proof(token);
  };
  const adminProof =
    config.adminToken === undefined ? await shared(database, 'admin-proof', made) : proof(config.adminToken);
  const metricsProof = config.metricsToken === undefined ? null : proof(config.metricsToken);
  const presence = new PresenceBoard(database, clock);
  const live = new LiveHub(database, clock, presence);
  const metrics = new Metrics(() => live.size, database);
  const images = new Images({ database, clock, random, log, folder: join(config.dataFolder, 'images') });
  const keys = { seal: secrets.seal, adminProof, metricsProof };
  return {
    parts: {
      config,
      database,
      clock,
      random,
      secrets,
      keys,
      live,
      presence,
      images,
      metrics,
      log,
      gate: new Gate(clock, config.databaseUrl === undefined ? RETURNING_AT_ONCE.embedded : RETURNING_AT_ONCE.server),
    },
    tokenFile,
  };
}
