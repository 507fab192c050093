import { connect, type Socket } from 'node:net';

/** All links read into one buffer: thousands of their own would be what is measured. */
const shared = Buffer.allocUnsafe(256 * 1024);
const FRAME_ENDS = '\n\n';
const EVENT = 'event: ';

interface Ears {
  /** A frame without its end; it is overwritten by what is read next. */
  readonly onFrame: (frame: Buffer) => void;
  readonly onEnd: () => void;
}

/** The least that a live link of a desk can be: a socket that finds the events in what it reads. */
export class LiveLink {
  readonly #socket: Socket;
  readonly #onFrame: Ears['onFrame'];
  #rest: Buffer | null = null;

  constructor(port: number, token: string, { onFrame, onEnd }: Ears) {
    this.#onFrame = onFrame;
    this.#socket = connect({
      ...{ port, host: '127.0.0.1', noDelay: true },
      onread: {
        buffer: shared,
        callback: (bytes) => {
          this.#read(shared.subarray(0, bytes));
          return true;
        },
      },
    });
    this.#socket.once('error', () => undefined);
    this.#socket.once('close', onEnd);
    this.#socket.write(
      `GET /live HTTP/1.1\r\nHost: 127.0.0.1:${String(port)}\r\nAuthorization: Bearer ${token}\r\nAccept: */*\r\n\r\n`,
    );
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Neither the head nor the lengths between chunks can hold what an event begins or ends with. */
  #read(bytes: Buffer): void {
    const all = this.#rest === null ? bytes : Buffer.concat([this.#rest, bytes]);
    let at = 0;
    for (let end = all.indexOf(FRAME_ENDS); end >= 0; end = all.indexOf(FRAME_ENDS, at)) {
      const begin = all.indexOf(EVENT, at);
      if (begin >= 0 && begin < end) this.#onFrame(all.subarray(begin, end));
      at = end + FRAME_ENDS.length;
    }
    const left = all.length - at;
    const onlyTheEndOfAChunk = left === 2 && all[at] === 13;
    this.#rest = left === 0 || onlyTheEndOfAChunk ? null : Buffer.from(all.subarray(at));
  }
}
