import type { Commands, Heard } from './chromium-protocol.ts';

type Listener = (heard: Heard) => void;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

/** A line to the Chromium that shows the windows, in its own debugging protocol. */
export class Cdp {
  private readonly socket: WebSocket;
  private readonly waiting = new Map<number, { done: (result: unknown) => void; failed: (error: Error) => void }>();
  private readonly listeners = new Map<string | undefined, Listener[]>();
  private lastId = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.addEventListener('message', (event) => this.receive(JSON.parse(String(event.data)) as Message));
    socket.addEventListener('close', () => {
      for (const { failed } of this.waiting.values()) failed(new Error('stand-in: Chromium is gone'));
      this.waiting.clear();
    });
  }

  static async connect(endpoint: string): Promise<Cdp> {
    const socket = new WebSocket(endpoint);
    await new Promise<void>((done, failed) => {
      socket.addEventListener('open', () => done(), { once: true });
      socket.addEventListener('error', () => failed(new Error('stand-in: no line to Chromium')), { once: true });
    });
    return new Cdp(socket);
  }

  send<C extends keyof Commands>(method: C, params: Commands[C][0], sessionId?: string): Promise<Commands[C][1]> {
    this.lastId += 1;
    const id = this.lastId;
    const answer = new Promise<Commands[C][1]>((done, failed) => {
      this.waiting.set(id, {
        done: (result) => done(result as Commands[C][1]),
        failed: (error) => failed(new Error(`${method}: ${error.message}`)),
      });
    });
    this.socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
    return answer;
  }

  /** Hears the events of one session. */
  listen(sessionId: string, listener: Listener): void {
    this.listeners.set(sessionId, [...(this.listeners.get(sessionId) ?? []), listener]);
  }

  close(): void {
    this.socket.close();
  }

  private receive(message: Message): void {
    if (message.id === undefined) {
      const heard = { method: message.method, params: message.params } as Heard;
      for (const listener of this.listeners.get(message.sessionId) ?? []) listener(heard);
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.error === undefined) waiting?.done(message.result);
    else waiting?.failed(new Error(message.error.message));
  }
}

let line: Cdp | undefined;

/** Must be called once, before the app is loaded. */
export async function openLine(endpoint: string): Promise<void> {
  line = await Cdp.connect(endpoint);
}

export function cdp(): Cdp {
  if (line === undefined) throw new Error('stand-in: no line to Chromium yet');
  return line;
}
