import type { Socket } from 'node:net';
import type { EpochMs } from '#shared/base/clock.ts';
import { SECURITY_HEADERS } from '../http/headers.ts';
import type { Listener } from './hub.ts';

/** A desk that has so much waiting does not read: it is let go and asks when it is back. */
const WAITING_BYTES = 1_000_000;

const LINES = Object.entries({
  ...SECURITY_HEADERS,
  ...{ 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no', connection: 'close' },
}).map(([name, value]) => `${name}: ${value}\r\n`);
const HEAD = Buffer.from(`HTTP/1.1 200 OK\r\n${LINES.join('')}\r\n`);

/**
 * The connection of a desk that listens. There may be ten thousand of them: the same bytes are written to all, straight to the socket,
 * and nothing is kept for each that a response would keep.
 */
export class LiveLink implements Listener {
  readonly device: string;
  readonly streams: readonly string[];
  readonly until: EpochMs;
  readonly #socket: Socket;

  constructor({ device, streams, until }: Pick<Listener, 'device' | 'streams' | 'until'>, socket: Socket) {
    this.device = device;
    this.streams = streams;
    this.until = until;
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.write(HEAD);
  }

  send(frame: Buffer): boolean {
    this.#socket.write(frame);
    return this.#socket.writableLength < WAITING_BYTES;
  }

  /** What was written is sent; a desk that does not end its side does not hold it up. */
  end(): void {
    this.#socket.destroySoon();
  }
}
