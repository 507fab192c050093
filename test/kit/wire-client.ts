import { createBirpc } from 'birpc';
import type {
  Answer,
  Method,
  Push,
  Request,
  WindowAct,
  WindowFunctions,
  WorkstationFunctions,
} from '#shared/contract/rpc.ts';
import type { Wire } from '#core/wire/wire.ts';

/** A window without a page: asks, and keeps what it was told. */
export class WireClient {
  readonly pushes: Push[] = [];
  readonly acts: WindowAct[] = [];
  clipboard = '';
  clipboardWorks = true;
  readonly #rpc;

  constructor(wire: Wire) {
    this.#rpc = createBirpc<WorkstationFunctions, WindowFunctions, false>(
      {
        push: (push) => void this.pushes.push(push),
        act: (act) => void this.acts.push(act),
        writeClipboard: (text) => {
          if (this.clipboardWorks) this.clipboard = text;
          return this.clipboardWorks;
        },
      },
      { proxify: false, post: (data) => wire.post(data), on: (listener) => void wire.on(listener) },
    );
  }

  async request<M extends Method>(method: M, payload: Request<M>): Promise<Answer<M>> {
    return (await this.ask(method, payload)) as Answer<M>;
  }

  /** Whatever a window could send, well-formed or not. */
  ask(method: string, payload: unknown): Promise<unknown> {
    return this.#rpc.$call('request', method, payload);
  }
}
