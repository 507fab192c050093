import { hash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Clock } from '#shared/base/clock.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import {
  presenceReplySchema,
  presenceRequestSchema,
  readReply,
  readRequest,
  writeReply,
  writeRequest,
} from '#shared/contract/sync.ts';
import { entities } from '#shared/domain/sync/entities.ts';
import type { Values } from '#shared/domain/sync/op.ts';
import { withValue } from '#shared/domain/sync/row.ts';
import { serveExchange } from '#shared/domain/sync/service/exchange.ts';
import { Workspace } from '#shared/domain/sync/service/workspace.ts';
import type { Role } from '#shared/domain/sync/entity.ts';
import type { Transport } from '#core/sync/transport.ts';
import { beginEpoch, ensureEpoch } from '../../../src-service/epochs.ts';
import { certify } from '../../../src-service/identity/certificate.ts';
import { addDevice, branchStream, grantsFor, revokeDevice } from '../../../src-service/identity/devices.ts';
import { secretsOf, type Secrets } from '../../../src-service/identity/secrets.ts';
import { Images } from '../../../src-service/images/images.ts';
import { serviceLog } from '../../../src-service/log.ts';
import { packContent, publishPack } from '../../../src-service/packs.ts';
import { answerParcel, type Answered } from '../../../src-service/parcel/answer.ts';
import { serviceKeys } from '../../../src-service/parcel/keys.ts';
import type { AskFault } from '../../../src-service/parcel/read-ask.ts';
import { systemRandomness } from '../../../src-service/randomness.ts';
import type { Database } from '../../../src-service/storage/database.ts';
import { PresenceBoard } from '../../../src-service/presence/board.ts';
import { openSqlite } from '../../../src-service/storage/sqlite/store.ts';
import { temporaryFolder, value } from '../desk.ts';
import { PACK_KEY, signedPack } from './pack-key.ts';

/** A central service without a network between: its rules on a real database, asked through the encoding of the wire. */
export class Central {
  database: Database;
  /** Whether desks reach it. */
  reachable = true;
  /** More entries than these come as an image. */
  pullable = 5_000;
  /** How long desks may be without it, if it says so. */
  leaseDays: number | null = null;
  /** Whose packs it tells its desks to take. */
  packKeys: readonly string[] = [PACK_KEY];
  readonly #clock: Clock;
  readonly #folder = temporaryFolder('service');
  #copies = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.database = value(openSqlite(join(this.#folder.path, 'service.sqlite')));
  }

  get presence(): PresenceBoard {
    return new PresenceBoard(this.database, this.#clock);
  }

  async dispose(): Promise<void> {
    await this.database.close();
    this.#folder.remove();
  }

  async start(): Promise<void> {
    await ensureEpoch(this.#parts());
  }

  /** What a desk of this branch and role asks it with; `id` is the name that it is given. */
  transport(branch: string, { role = 'agent', id = randomUUID() }: { role?: Role; id?: string } = {}): Transport {
    return {
      enrol: async (_, { publicKey }) => {
        if (!this.reachable) return fail({ code: 'unreachable' });
        const home = branchStream(branch);
        const grants = grantsFor(role, [branch]);
        const device = { id, label: '', publicKey, branch, role, home, grants };
        await addDevice(this.database, device, this.#clock.wall());
        const certificate = certify((await this.#secrets()).signingKey, device);
        return ok({ device: id, company: '云雀数码', branch, role, home, grants, certificate });
      },
      renew: async (former, publicKey) => {
        if (!this.reachable) return fail({ code: 'unreachable' });
        const { branch: own, role: rank, home, grants, company, certificate } = former;
        const id = randomUUID();
        const device = { id, label: '', publicKey, branch: own, role: rank, home, grants };
        await addDevice(this.database, device, this.#clock.wall());
        return ok({ device: id, company, branch: own, role: rank, home, grants, certificate });
      },
      exchange: async (_, request) => {
        if (!this.reachable) return fail({ code: 'unreachable' });
        const asked = readRequest(writeRequest(request));
        if (!asked.ok) throw new Error(`the service does not understand: ${asked.error}`);
        const reply = await serveExchange(
          {
            store: this.database,
            entities,
            sha256: (text) => hash('sha256', text),
            now: () => this.#clock.wall(),
            pullLimit: 5_000,
          },
          asked.value,
        );
        const policy = { policy: { offlineLeaseDays: this.leaseDays ?? 0, packKeys: this.packKeys } };
        const told = readReply(writeReply(reply.kind === 'refused' ? reply : { ...reply, ...policy }));
        if (!told.ok) throw new Error(`the desk does not understand: ${told.error}`);
        return told;
      },
      image: async (_, { stream, from }) => {
        if (!this.reachable) return fail({ code: 'unreachable' });
        return ok(await this.images().offer(stream, from));
      },
      imageBytes: async (_, sha256, from, take) => {
        if (!this.reachable) return fail({ code: 'unreachable' });
        take(readFileSync(this.images().pathOf(sha256)).subarray(from), from);
        return Promise.resolve(ok());
      },
      parcelKeys: async () =>
        this.reachable ? ok(serviceKeys(await this.#secrets()).told) : fail({ code: 'unreachable' }),
      presence: async (enrolled, said) => {
        const device = this.reachable ? await this.database.device(enrolled.status.device) : null;
        if (device === null) return fail({ code: 'unreachable' });
        return ok(presenceReplySchema.parse(await this.presence.say(device, presenceRequestSchema.parse(said))));
      },
      pack: async (_, sha256) => {
        const content = await packContent(this.database, sha256);
        return content === null ? fail({ code: 'not-understood' }) : ok(content);
      },
      listen: () => ({ dispose: () => undefined }),
    };
  }

  /** What an administrator does with the file of a desk: gives the answer. */
  async exchangeFile(file: Uint8Array): Promise<Result<Answered, AskFault>> {
    const { database, random } = this.#parts();
    const parts = { database, random, secrets: await this.#secrets(), images: this.images(), metrics: null };
    const clock = { wall: () => this.#clock.wall(), after: () => ({ dispose: () => undefined }) };
    const config = { offlineLeaseDays: this.leaseDays ?? 0, packKeys: this.packKeys };
    return answerParcel({ ...parts, clock, config, log: serviceLog('silent') }, file);
  }

  images(): Images {
    const { database, random } = this.#parts();
    const folder = join(this.#folder.path, 'images');
    const clock = { wall: () => this.#clock.wall(), after: () => ({ dispose: () => undefined }) };
    return new Images({ database, random, clock, folder, log: serviceLog('silent'), pullable: this.pullable });
  }

  /** Every row of every table: two equal prints mean that nothing was written. */
  async print(): Promise<Readonly<Record<string, string>>> {
    const tables = await this.database.all(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`);
    const rows = tables.map(async ({ name }) => {
      const all = await this.database.all(`SELECT * FROM "${String(name)}"`);
      return [String(name), hash('sha256', JSON.stringify(all))] as const;
    });
    return Object.fromEntries(await Promise.all(rows));
  }

  /** Puts everything as it is now into a file. */
  async backup(): Promise<string> {
    const file = join(this.#folder.path, `backup-${String((this.#copies += 1))}.sqlite`);
    await this.database.backup(file);
    return file;
  }

  /** A backup takes the place of all that came after it; `said`: by the command that begins another life. */
  async restore(file: string, said = true): Promise<void> {
    await this.database.close();
    this.database = value(openSqlite(file));
    if (!said) return;
    const present = (await this.database.epochs()).at(-1)?.id ?? null;
    await beginEpoch(this.#parts(), present);
  }

  /** As an administrator does; the desks fetch it when they hear of it. */
  publish(pack: string | Uint8Array, label: string): Promise<string> {
    const file = typeof pack === 'string' ? signedPack(parse(pack)) : pack;
    return publishPack(this.database, file, label, this.#clock.wall());
  }

  /** Writes fields of a row, or makes it, as no desk of these tests could: what a newer service had let in, or a desk elsewhere. */
  async writes(entity: string, id: string, values: Values): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const workspace = new Workspace(transaction);
      await workspace.load([{ entity, id }]);
      const stamp = { wall: this.#clock.wall(), counter: 9, device: 'elsewhere', op: 1, name: `${id} elsewhere` };
      const made = { seq: null, stamp };
      let row = workspace.get({ entity, id });
      if (row === null) row = { entity, id, stream: branchStream('1'), seq: 0, values, made, marks: {} };
      else for (const [field, value] of Object.entries(values)) row = withValue(row, field, { value, stamp });
      workspace.put(row, Object.keys(values));
      await transaction.commit(workspace.writes());
    });
  }

  async revoke(device: string): Promise<void> {
    await revokeDevice(this.database, device, this.#clock.wall());
  }

  #parts() {
    return {
      database: this.database,
      random: systemRandomness,
      now: () => this.#clock.wall(),
    };
  }

  #secrets(): Promise<Secrets> {
    return secretsOf(this.database, systemRandomness);
  }
}
