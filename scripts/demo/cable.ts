import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const LOOPBACK = '127.0.0.1';

/**
 * The network cable between one desk and the service, which can be pulled out. Its near end keeps its port for as long as it
 * lies there, pulled out or not: a desk remembers where it was enrolled.
 */
export class Cable {
  /** Where the service listens now; another one after it was started again. */
  servicePort: number;
  readonly #server: Server;
  /** Both ends of all that goes through. */
  readonly #sockets = new Set<Socket>();
  #pluggedIn = true;

  private constructor(server: Server, servicePort: number) {
    this.#server = server;
    this.servicePort = servicePort;
    server.on('connection', (near) => this.#carry(near));
  }

  /** Rejects with the error of the system when `port` is taken; 0 lets the system choose. */
  static async lay(servicePort: number, port = 0): Promise<Cable> {
    const server = createServer();
    server.listen(port, LOOPBACK);
    await once(server, 'listening');
    return new Cable(server, servicePort);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** What a desk is told as the address of the service. */
  get address(): string {
    return `http://${LOOPBACK}:${this.port}`;
  }

  get isPluggedIn(): boolean {
    return this.#pluggedIn;
  }

  plugIn(): void {
    this.#pluggedIn = true;
  }

  /** What is on its way is lost, in the middle of a message too. */
  pullOut(): void {
    this.#pluggedIn = false;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async remove(): Promise<void> {
    this.pullOut();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await closed;
  }

  #carry(near: Socket): void {
    if (!this.#pluggedIn) {
      near.on('error', ignore);
      near.resetAndDestroy();
      return;
    }
    const far = connect(this.servicePort, LOOPBACK);
    this.#follow(near, far);
    this.#follow(far, near);
    near.pipe(far).pipe(near);
  }

  /** What one end writes before it closes still reaches the other. */
  #follow(socket: Socket, other: Socket): void {
    this.#sockets.add(socket);
    // 'close' comes after every error; nobody else wants to know.
    socket.on('error', ignore);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      other.destroySoon();
    });
  }
}

function ignore(): void {
  return undefined;
}
