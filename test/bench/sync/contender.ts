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

  async newDesk(): Promise<Desk> {
    const line = await CountingProxy.open(this.#address);
    const side = new Side(this.#contender.desk);
    const desk = { side, line };
    this.#desks.push(desk);
    const ticket = await this.service.ask<string>('ticket');
    await side.ask('open', {
      folder: this.#folderOf(`desk-${String(this.#desks.length)}`),
      address: line.address,
      ticket,
    });
    return desk;
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
