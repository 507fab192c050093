import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between the two sides and counts what crosses, headers included; pulled out, it refuses everybody. */
export class CountingProxy {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #up = 0;
  #down = 0;
  pulledOut = false;

  private constructor(port: number) {
    this.#server = createServer({ noDelay: true }, (near) => {
      if (this.pulledOut) {
        near.destroy();
        return;
      }
      const far = connect({ port, host: '127.0.0.1', noDelay: true });
      near.on('data', (bytes) => (this.#up += bytes.length));
      far.on('data', (bytes) => (this.#down += bytes.length));
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#open.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.#open.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
  }

  static async open(target: string): Promise<CountingProxy> {
    const proxy = new CountingProxy(Number(new URL(target).port));
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get address(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** Bytes since the last time it was asked. */
  taken(): { readonly up: number; readonly down: number } {
    const taken = { up: this.#up, down: this.#down };
    this.#up = this.#down = 0;
    return taken;
  }

  /** Breaks what is open and lets nobody through until it is put back. */
  pull(out: boolean): void {
    this.pulledOut = out;
    if (out) for (const socket of this.#open) socket.destroy();
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
