import { setTimeout as rest } from 'node:timers/promises';
import type { CaseId } from '#shared/base/ids.ts';
import { temporaryFolder } from '#kit/desk.ts';
import type { FaultProxy } from '#kit/fault-proxy.ts';
import { Random } from '#kit/random.ts';
import { Agent } from '../agent.ts';
import { Ledger } from '../ledger.ts';
import type { DeskOptions } from './desk-child.ts';
import { DeskProcess, Gone } from './desk-process.ts';
import { SharedWork } from './shared-work.ts';

export const DESK_KEY = '07'.repeat(32);

interface SeatParts {
  readonly name: string;
  readonly seed: number;
  readonly proxy: FaultProxy;
  readonly cases: Set<CaseId>;
  readonly desk: Omit<DeskOptions, 'folder' | 'key'>;
  /** The longest rest between two turns of the agent, in ms. */
  readonly pace?: number;
  /** Whether its desk can be asked what it uses. */
  readonly probed?: boolean;
  /** Asks an administrator for a one-time code. */
  readonly code: () => Promise<string>;
}

/** A desk, whatever becomes of its processes, and the agent who goes on with it as soon as there is one again. */
export class Seat {
  readonly name: string;
  readonly proxy: FaultProxy;
  readonly folder = temporaryFolder('seat');
  readonly ledger = new Ledger();
  readonly shared: SharedWork;
  readonly faults: string[] = [];
  /** It has been at rest with its service once: what comes now is no first sync. */
  enrolled = false;
  desk: DeskProcess;
  readonly #parts: SeatParts;
  readonly #random: Random;
  /** What the agent does is drawn from a source of its own: it is the same whatever else is drawn. */
  readonly #ofTheAgent: Random;
  #working = true;

  constructor(parts: SeatParts) {
    this.#parts = parts;
    this.name = parts.name;
    this.proxy = parts.proxy;
    this.#random = new Random(parts.seed);
    this.#ofTheAgent = new Random(parts.seed);
    this.shared = new SharedWork(parts.name, this.#random, parts.cases);
    this.desk = this.#launch();
  }

  get acknowledged(): number {
    return this.ledger.acknowledged + this.shared.acknowledged;
  }

  async kill(): Promise<void> {
    await this.desk.kill();
  }

  restart(): void {
    this.desk = this.#launch();
  }

  /** No further key is pressed; what is under way is still answered. */
  rest(): void {
    this.#working = false;
  }

  /** Asked anew: another one may say `rest` while this one waits. */
  #isWorking(): boolean {
    return this.#working;
  }

  /** Works on whichever process there is, until `rest`. */
  async work(): Promise<void> {
    while (this.#working) {
      const { desk } = this;
      try {
        await this.#sitAt(desk);
      } catch (error) {
        if (!(error instanceof Gone)) throw error;
        // The next process is put here by whoever killed this one.
        while (this.#isWorking() && this.desk === desk) await rest(2);
      }
    }
  }

  async #sitAt(desk: DeskProcess): Promise<void> {
    let agent = await Agent.sitDown(desk, this.#ofTheAgent, this.ledger);
    if (!agent.shown.setUp) {
      const identity = { company: '云雀数码', department: '客服部', agentName: this.name, agentNumber: '7' };
      await desk.client.request('desk.setUp', { ...identity, sampleData: false });
      agent = await Agent.sitDown(desk, this.#ofTheAgent, this.ledger);
    }
    while (this.#working) {
      if (agent.shown.sync.phase === 'alone') await this.#enrol(desk);
      else this.enrolled = true;
      await agent.work();
      for (const contact of agent.shown.contacts) if (contact.case !== null) this.#parts.cases.add(contact.case.id);
      await this.shared.turn(desk.client);
      await rest(this.#random.between(0, this.#parts.pace ?? 12));
    }
  }

  /** A code that was used up by an enrolment whose reply was lost is replaced, as an administrator would. */
  async #enrol(desk: DeskProcess): Promise<void> {
    const code = await this.#parts.code().catch(() => null);
    if (code !== null) await desk.client.request('sync.enrol', { service: this.proxy.address, code });
  }

  #launch(): DeskProcess {
    const desk = new DeskProcess({ ...this.#parts.desk, folder: this.folder.path, key: DESK_KEY }, this.#parts.probed);
    void desk.ended.then((complaint) => {
      if (complaint !== null) this.faults.push(`${this.name} ended by itself: ${complaint}`);
    });
    return desk;
  }
}
