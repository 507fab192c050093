import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EpochMs } from '#shared/base/clock.ts';
import type { Role } from '#shared/domain/sync/entity.ts';
import { readConfig } from '../../../src-service/config.ts';
import { makeCode } from '../../../src-service/identity/codes.ts';
import { serviceLog } from '../../../src-service/log.ts';
import { systemRandomness } from '../../../src-service/randomness.ts';
import { startService, type Service } from '../../../src-service/service.ts';
import { systemClock } from '../../../src-service/system-clock.ts';

/** A service that listens on loopback, with a wall clock that can be set and a log that can be read. */
export class RunningService {
  readonly folder: string;
  readonly log: string[] = [];
  /** How far its wall clock is ahead of the machine's. */
  ahead = 0;
  readonly #settings: Readonly<Record<string, string>>;
  #service: Service | null = null;

  constructor(settings: Readonly<Record<string, string>> = {}, folder?: string) {
    this.folder = folder ?? mkdtempSync(join(tmpdir(), 'zuoxi-service-'));
    this.#settings = settings;
  }

  async start(): Promise<this> {
    const config = readConfig({}, { port: '0', dataFolder: this.folder, logLevel: 'debug', ...this.#settings });
    if (!config.ok) throw new Error(config.error.problems.join());
    const clock = { wall: (): EpochMs => systemClock.wall() + this.ahead, after: systemClock.after };
    const log = serviceLog(config.value.logLevel, { write: (line) => void this.log.push(line) });
    const started = await startService({ config: config.value, clock, random: systemRandomness, log });
    if (!started.ok) throw new Error(JSON.stringify(started.error));
    this.#service = started.value;
    return this;
  }

  get service(): Service {
    return this.#service!;
  }

  get address(): string {
    return this.service.address;
  }

  get port(): number {
    return Number(new URL(this.address).port);
  }

  get adminToken(): string {
    return readFileSync(join(this.folder, 'admin-token'), 'utf8').trim();
  }

  now(): EpochMs {
    return systemClock.wall() + this.ahead;
  }

  /** A one-time code, as an administrator makes it. */
  code(role: Role = 'agent', branch = 'hz', branches: readonly string[] = [], life = 60_000): Promise<string> {
    const { database, secrets, random } = this.service.parts;
    const parts = { sql: database, seal: secrets.seal, random };
    return makeCode(parts, { role, branch, branches, label: 'front desk' }, this.now() + life);
  }

  async stop(): Promise<void> {
    await this.#service?.close();
    this.#service = null;
  }

  async dispose(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
