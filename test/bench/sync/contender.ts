import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CountingProxy } from './counting-proxy.ts';
import { Side } from './side.ts';

/** What is compared: a service and a desk, each a script that answers the same questions. */
export interface Contender {
  readonly name: string;
  readonly service: string;
  readonly desk: string;
}

const peer = (name: string, side: string): string => join(import.meta.dirname, 'peers', `${name}-${side}.mjs`);

export const zuoxi: Contender = {
  name: 'zuoxi',
  service: join(import.meta.dirname, 'zuoxi-service.ts'),
  desk: join(import.meta.dirname, 'zuoxi-desk.ts'),
};
export const pouchdb: Contender = {
  name: 'pouchdb',
  service: peer('pouchdb', 'service'),
  desk: peer('pouchdb', 'desk'),
};
export const rxdb: Contender = { name: 'rxdb', service: peer('rxdb', 'service'), desk: peer('rxdb', 'desk') };

/** A desk with its own line to the service. */
export interface Desk {
  readonly side: Side;
  readonly line: CountingProxy;
  readonly folder: string;
}

export interface Cost {
  readonly ms: number;
  /** Both ways, heads of HTTP included. */
  readonly bytes: number;
  /** Milliseconds of processor time. */
  readonly cpuService: number;
  readonly cpuDesk: number;
}

/** One contender at work: its service, and desks that join one after the other. */
export class Team {
  readonly #contender: Contender;
  readonly #folder: string;
  readonly service: Side;
  readonly #desks: Desk[] = [];
  #address = '';

  constructor(contender: Contender, folder: string) {
    this.#contender = contender;
    this.#folder = folder;
    this.service = new Side(contender.service);
  }

  async open(): Promise<void> {
    this.#address = await this.service.ask('open', { folder: this.#folderOf('service') });
  }

  /** `way`: of ours only, whether it takes images. */
  async newDesk(way: 'image' | 'pull' = 'image'): Promise<Desk> {
    const line = await CountingProxy.open(this.#address);
    const side = new Side(this.#contender.desk);
    const folder = this.#folderOf(`desk-${String(this.#desks.length)}`);
    const desk = { side, line, folder };
    this.#desks.push(desk);
    const ticket = await this.service.ask<string>('ticket');
    await side.ask('open', { folder, address: line.address, ticket, way });
    return desk;
  }

  /** A new desk has everything. */
  firstSync(desk: Desk, cases: number): Promise<Cost> {
    return this.cost(desk, async () => {
      const found = await desk.side.ask<number>('firstSync', { cases });
      if (found !== cases) throw new Error(`${this.#contender.name}: ${String(found)} cases of ${String(cases)} came`);
    });
  }

  async cost({ side, line }: Desk, work: () => Promise<unknown>): Promise<Cost> {
    const before = [await this.service.cpu(), await side.cpu()] as const;
    line.taken();
    const from = performance.now();
    await work();
    const ms = performance.now() - from;
    const { up, down } = line.taken();
    const after = [await this.service.cpu(), await side.cpu()] as const;
    return { ms, bytes: up + down, cpuService: after[0] - before[0], cpuDesk: after[1] - before[1] };
  }

  async close(): Promise<void> {
    for (const { side, line } of this.#desks) {
      await side.stop();
      await line.close();
    }
    await this.service.stop();
  }

  #folderOf(name: string): string {
    const path = join(this.#folder, `${this.#contender.name}-${name}`);
    mkdirSync(path, { recursive: true });
    return path;
  }
}
