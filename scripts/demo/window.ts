import { createBirpc } from 'birpc';
import { followPush } from '#shared/contract/follow.ts';
import type { Answer, Method, Request, WindowFunctions, WorkstationFunctions } from '#shared/contract/rpc.ts';
import type { DeskState } from '#shared/contract/views.ts';

/** A window of a loopback desk without a page: it asks, and knows what the desk shows. */
export class DeskWindow {
  readonly #socket: WebSocket;
  readonly #rpc;
  #state: DeskState | null = null;
  /** Called after each change of what the desk shows. */
  changed: () => void = () => undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.#rpc = createBirpc<WorkstationFunctions, WindowFunctions, false>(
      {
        push: (push) => {
          if (this.#state !== null) this.#state = followPush(this.#state, push);
          this.changed();
        },
        act: () => undefined,
        // Lines are handed to the agent's own window.
        writeClipboard: () => false,
      },
      {
        proxify: false,
        post: (data: unknown) => socket.send(JSON.stringify(data)),
        on: (listener: (data: unknown) => void) =>
          socket.addEventListener('message', ({ data }) => listener(JSON.parse(String(data)))),
      },
    );
  }

  /** `address` is what the desk printed, token included. */
  static async open(address: string): Promise<DeskWindow> {
    const { origin, host, hash } = new URL(address);
    const token = new URLSearchParams(hash.slice(1)).get('token') ?? '';
    const socket = new WebSocket(`ws://${host}/wire`, { protocols: ['zuoxi', `token.${token}`], headers: { origin } });
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true });
      socket.addEventListener('error', () => reject(new Error('the desk refused the connection')), { once: true });
    });
    const window = new DeskWindow(socket);
    window.#state = await window.do('desk.open', { window: 'desk' });
    return window;
  }

  get state(): DeskState {
    if (this.#state === null) throw new Error('the window is not open');
    return this.#state;
  }

  ask<M extends Method>(method: M, payload: Request<M>): Promise<Answer<M>> {
    return this.#rpc.$call('request', method, payload) as Promise<Answer<M>>;
  }

  /** As `ask`, for what must succeed. */
  async do<M extends Method>(method: M, payload: Request<M>): Promise<Extract<Answer<M>, { ok: true }>['value']> {
    const answer = await this.ask(method, payload);
    if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
    return answer.value;
  }

  close(): void {
    this.#socket.close();
  }
}
