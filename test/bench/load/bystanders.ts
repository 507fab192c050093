import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceProcess } from '#kit/service/service-process.ts';
import type { Side } from '../sync/side.ts';
import { CASES, realDesk } from './real-desk.ts';

const WARM_UP = 10;
const REST_MS = 100;

/** Two real desks of one branch: one edits, the other sees it. */
export class Bystanders {
  readonly #writer: Side;
  readonly #reader: Side;
  #edits = 0;

  private constructor(writer: Side, reader: Side) {
    this.#writer = writer;
    this.#reader = reader;
  }

  static async join(service: ServiceProcess, folder: string): Promise<Bystanders> {
    const pair = new Bystanders(await realDesk(service, folder), await realDesk(service, folder));
    await pair.edits(WARM_UP);
    return pair;
  }

  /** How long each took, from the edit until the other desk can show it, in ms. */
  async edits(count: number): Promise<readonly number[]> {
    const took: number[] = [];
    while (took.length < count) took.push(await this.#edit());
    return took;
  }

  /** Edits on and on. */
  untilStopped(): { stop(): Promise<readonly number[]> } {
    const stopped = new AbortController();
    const took: number[] = [];
    const work = (async () => {
      while (!stopped.signal.aborted) took.push(await this.#edit());
    })();
    return {
      stop: async () => {
        stopped.abort();
        await work;
        return took;
      },
    };
  }

  async leave(): Promise<void> {
    await this.#writer.stop();
    await this.#reader.stop();
  }

  async #edit(): Promise<number> {
    this.#edits += 1;
    const wish = { n: this.#edits % CASES, text: `第 ${String(this.#edits)} 次补充` };
    const from = performance.now();
    const seen = this.#reader.ask('sees', wish);
    await this.#writer.ask('edit', wish);
    await seen;
    const took = performance.now() - from;
    await pause(REST_MS);
    return took;
  }
}
