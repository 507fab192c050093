import { setTimeout as pause } from 'node:timers/promises';
import type { Reading } from '#kit/probe.ts';
import type { ServiceProcess } from '#kit/service/service-process.ts';

const EVERY_MS = 250;

export interface Used {
  /** Resident bytes: when it began, and the most that was ever there. */
  readonly before: number;
  readonly peak: number;
  /** Milliseconds of processor time. */
  readonly cpu: number;
  readonly longestTurn: number;
  readonly readings: number;
}

/** Looks again and again at what a service uses. */
export class Watch {
  readonly #service: ServiceProcess;
  readonly #first: Reading;
  readonly #readings: Reading[] = [];
  readonly #work: Promise<void>;
  #going = true;

  private constructor(service: ServiceProcess, first: Reading) {
    this.#service = service;
    this.#first = first;
    this.#work = this.#look();
  }

  static async begin(service: ServiceProcess): Promise<Watch> {
    return new Watch(service, await service.reading(true));
  }

  async end(): Promise<Used> {
    this.#going = false;
    await this.#work;
    const last = await this.#service.reading();
    return {
      ...{ before: this.#first.rss, peak: last.peak, cpu: last.cpu - this.#first.cpu, readings: this.#readings.length },
      longestTurn: Math.max(...this.#readings.map(({ longestTurn }) => longestTurn)),
    };
  }

  async #look(): Promise<void> {
    while (this.#going) {
      this.#readings.push(await this.#service.reading());
      await pause(EVERY_MS);
    }
  }
}
