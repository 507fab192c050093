import type { Wire } from '#core/wire/wire.ts';
import { WireClient } from './wire-client.ts';

export interface Door {
  readonly port: number;
  readonly token: string;
}

/** What a browser would send; a test may lie about any of it. */
export interface Dial {
  readonly origin?: string;
  readonly protocols?: readonly string[];
  readonly path?: string;
}

/** A window at the other end of a real WebSocket. */
export interface DialledWindow {
  readonly client: WireClient;
  readonly wire: Wire;
  /** How often the connection was made anew. */
  redials(): number;
  /** The connection breaks, as when a machine wakes up. */
  drop(): void;
  close(): void;
}

type Constructor = new (url: string, init: { protocols: string[]; headers: Record<string, string> }) => WebSocket;

/** Opens a connection as the desk's page does. Rejects when it is refused. */
export function dial({ port, token }: Door, lie: Dial = {}): Promise<WebSocket> {
  const { origin = `http://127.0.0.1:${port}`, protocols = ['zuoxi', `token.${token}`], path = '/wire' } = lie;
  // Node's own WebSocket lets a program name its origin; the type of the browser's does not know that.
  const Socket = WebSocket as unknown as Constructor;
  const socket = new Socket(`ws://127.0.0.1:${port}${path}`, { protocols: [...protocols], headers: { origin } });
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(socket), { once: true });
    socket.addEventListener('error', () => reject(new Error('the connection was refused')), { once: true });
  });
}

/** A window that dials again when its connection breaks and the desk is still there; what it posts meanwhile waits. */
export async function dialWindow(door: Door): Promise<DialledWindow> {
  const listeners = new Set<(data: unknown) => void>();
  let socket = await dial(door);
  let redials = 0;
  let closed = false;
  let waiting: string[] = [];

  const attach = (): void => {
    socket.addEventListener('message', ({ data }) => {
      const message: unknown = JSON.parse(String(data));
      for (const listener of listeners) listener(message);
    });
    socket.addEventListener('close', () => void redial());
  };
  const redial = async (): Promise<void> => {
    if (closed) return;
    try {
      socket = await dial(door);
    } catch {
      // The desk is gone, not only the connection.
      closed = true;
      return;
    }
    redials += 1;
    attach();
    for (const text of waiting) socket.send(text);
    waiting = [];
  };
  attach();

  const wire: Wire = {
    post: (data) => {
      const text = JSON.stringify(data);
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
      else if (!closed) waiting.push(text);
    },
    on: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    ...{ wire, client: new WireClient(wire) },
    redials: () => redials,
    drop: () => socket.close(),
    close: () => {
      closed = true;
      socket.close();
    },
  };
}
