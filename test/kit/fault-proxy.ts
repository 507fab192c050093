import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Link, type Fault, type Passage } from './fault-link.ts';
import type { Random } from './random.ts';

/** Stands on loopback between a desk and its service and does to their connections what networks do. */
export class FaultProxy {
  readonly #server: Server;
  readonly #links = new Set<Link>();
  /** Port of the service; `null`: nobody listens there. Asked for each connection. */
  target: () => number | null = () => null;
  /** What happens to the request that begins now. */
  choose: () => Fault | null = () => null;
  onPassage: (passage: Passage) => void = () => undefined;
  /** How often each fault was done. */
  readonly done = new Map<Fault, number>();

  private constructor(server: Server, random: Random) {
    this.#server = server;
    server.on('connection', (near) => this.#join(near, random));
  }

  static async open(random: Random): Promise<FaultProxy> {
    // What the other side ends is ended here when it has been passed on, not before.
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FaultProxy(server, random);
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Breaks everything that is open, also what hangs half-open. */
  cut(): void {
    for (const link of this.#links) link.cut();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(near: Socket, random: Random): void {
    const port = this.target();
    if (port === null) {
      near.on('error', () => undefined);
      near.resetAndDestroy();
      return;
    }
    const link = new Link(near, port, random, {
      choose: () => {
        const fault = this.choose();
        if (fault !== null) this.done.set(fault, (this.done.get(fault) ?? 0) + 1);
        return fault;
      },
      onPassage: (passage) => this.onPassage(passage),
    });
    this.#links.add(link);
    near.once('close', () => this.#links.delete(link));
  }
}
