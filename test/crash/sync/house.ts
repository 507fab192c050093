import type { PostgresServer } from '#kit/service/postgres.ts';
import { temporaryFolder, value } from '#kit/desk.ts';
import type { Random } from '#kit/random.ts';
import type { Database } from '../../../src-service/storage/database.ts';
import type { Reading } from '#kit/probe.ts';
import { openPostgres } from '../../../src-service/storage/postgres/store.ts';
import { openSqlite } from '../../../src-service/storage/sqlite/store.ts';
import { join } from 'node:path';
import { ServiceProcess } from '#kit/service/service-process.ts';

export interface HouseOptions {
  readonly postgres?: PostgresServer | null;
  readonly planted?: string | undefined;
  /** Whether its services can be asked what they use. */
  readonly probed?: boolean;
}

/** The central service of a chapter: one process on SQLite, or two on one PostgreSQL. */
export class House {
  readonly faults: string[] = [];
  readonly #folder = temporaryFolder('house');
  readonly #databaseUrl: string | undefined;
  readonly #planted: string | undefined;
  readonly #probed: boolean;
  readonly #services: ServiceProcess[];

  private constructor(databaseUrl: string | undefined, { planted, probed = false }: HouseOptions) {
    this.#databaseUrl = databaseUrl;
    this.#planted = planted;
    this.#probed = probed;
    this.#services = Array.from({ length: databaseUrl === undefined ? 1 : 2 }, () => this.#launch());
  }

  static async open(options: HouseOptions): Promise<House> {
    const house = new House(await options.postgres?.newDatabase(), options);
    for (const service of house.#services) await service.ready;
    return house;
  }

  /** Of any of them that serves. */
  port(random: Random): number | null {
    const ports = this.#services.flatMap(({ port }) => port ?? []);
    return ports.length === 0 ? null : random.pick(ports);
  }

  code(random: Random): Promise<string> {
    return this.#services[random.between(0, this.#services.length - 1)]!.code();
  }

  async killOne(random: Random): Promise<void> {
    const at = random.between(0, this.#services.length - 1);
    await this.#kill(this.#services[at]!);
    this.#services[at] = this.#launch();
  }

  readings(): Promise<readonly Reading[]> {
    return Promise.all(this.#services.map((service) => service.reading(true)));
  }

  async standStill(ms: number): Promise<void> {
    await Promise.all(this.#services.map((service) => service.standStill(ms)));
  }

  async ready(): Promise<void> {
    for (const service of this.#services) await service.ready;
  }

  /** Kills whatever serves and opens what it has left. */
  async records(): Promise<Database> {
    for (const service of this.#services) await this.#kill(service);
    if (this.#databaseUrl !== undefined) return value(await openPostgres(this.#databaseUrl, 2));
    return value(openSqlite(join(this.#folder.path, 'service.sqlite')));
  }

  get onSqlite(): boolean {
    return this.#databaseUrl === undefined;
  }

  async dispose(): Promise<void> {
    for (const service of this.#services) await this.#kill(service);
    this.#folder.remove();
  }

  async #kill(service: ServiceProcess): Promise<void> {
    if (service.killed) return;
    await service.kill();
    this.faults.push(...service.failures.map((line) => `the service failed: ${line}`));
  }

  #launch(): ServiceProcess {
    const service = new ServiceProcess({
      folder: this.#folder.path,
      ...(this.#databaseUrl !== undefined && { databaseUrl: this.#databaseUrl }),
      ...(this.#planted !== undefined && { planted: this.#planted }),
      probed: this.#probed,
    });
    void service.ended.then((output) => {
      if (!service.killed) this.faults.push(`the service ended by itself: ${output}`);
    });
    return service;
  }
}
