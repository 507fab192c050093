import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DemoDesk } from './desk.ts';
import { PlugServer } from './plug-server.ts';
import { readPorts, writePorts } from './ports.ts';
import { ServiceProgram } from './service-program.ts';
import { takeCalls } from './traffic.ts';
import { terminalLocale, wordsIn } from './words.ts';

const BRANCH = 'demo';
const SEATS = ['first', 'second', 'third'] as const;
type Seat = (typeof SEATS)[number];

/** What a part of the demo that ended by itself was called, and the last that it said. */
export interface Ended {
  readonly what: string;
  readonly output: string;
}

/** The service, two desks to work at, a third one that works by itself, and the page with the plugs. */
export class Demo {
  /** Stops in the order that lets every desk say its last word to the service. */
  readonly #toStop = new AsyncDisposableStack();
  readonly #ended = Promise.withResolvers<Ended>();
  readonly #words = wordsIn(terminalLocale);
  #facts: Readonly<Record<string, string>> = {};
  #opening: readonly string[] = [];

  /** Rejects when a part does not start; what had started by then has stopped again. */
  static async start(folder: string): Promise<Demo> {
    const demo = new Demo();
    try {
      await demo.#start(folder);
      return demo;
    } catch (error) {
      await demo.stop();
      throw error;
    }
  }

  /** All addresses, for the words that tell them. */
  get facts(): Readonly<Record<string, string>> {
    return this.#facts;
  }

  /** The desks and the page, to be opened in a browser. */
  get desks(): readonly string[] {
    return this.#opening;
  }

  /** Resolves when a part has ended by itself, which it should not. */
  get ended(): Promise<Ended> {
    return this.#ended.promise;
  }

  stop(): Promise<void> {
    return this.#toStop.disposeAsync();
  }

  async #start(folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const words = this.#words;
    const service = await ServiceProgram.start({ folder: join(folder, 'service'), company: words('company') });
    this.#toStop.defer(() => service.program.stop());
    this.#watch(words('service'), service.program.ended);
    const desks = new Map<Seat, DemoDesk>();
    // One after the other: the sample data of the first is there when the others come.
    for (const seat of SEATS) desks.set(seat, await this.#startDesk(folder, service, seat));
    writePorts(folder, Object.fromEntries([...desks].map(([seat, { cable }]) => [seat, cable.port])));
    const [first, second, third] = SEATS.map((seat) => desks.get(seat));
    if (first === undefined || second === undefined || third === undefined) return;
    const plugs = await PlugServer.start({
      desks: new Map([
        ['first', first],
        ['second', second],
      ]),
      third: third.name,
      health: `${service.address}/health`,
    });
    this.#toStop.defer(() => plugs.stop());
    this.#beginCalls(third);
    this.#opening = [first.address, second.address];
    this.#facts = {
      ...{ page: plugs.address, health: `${service.address}/health`, tokenFile: service.tokenFile, folder },
      ...{ first: first.name, second: second.name, third: third.name },
      ...{ firstAddress: first.address, secondAddress: second.address },
    };
  }

  async #startDesk(folder: string, service: ServiceProgram, seat: Seat): Promise<DemoDesk> {
    const words = this.#words;
    const desk = await DemoDesk.start({
      ...{ folder: join(folder, seat), service, branch: BRANCH, cablePort: readPorts(folder)[seat] ?? 0 },
      identity: {
        ...{ company: words('company'), department: words('department') },
        ...{ agentName: words(seat), agentNumber: String(1_001 + SEATS.indexOf(seat)) },
        sampleData: seat === 'first',
      },
      toStop: this.#toStop,
    });
    this.#watch(desk.name, desk.program.ended);
    return desk;
  }

  #beginCalls(third: DemoDesk): void {
    const stop = new AbortController();
    this.#toStop.defer(() => stop.abort());
    const calls = takeCalls(third.window, stop.signal);
    calls.catch((error: unknown) => this.#ended.resolve({ what: third.name, output: String(error) }));
  }

  #watch(what: string, ended: Promise<string>): void {
    void ended.then((output) => this.#ended.resolve({ what, output: output.trim() }));
  }
}
