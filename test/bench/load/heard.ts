import { readLive } from '#shared/contract/sync.ts';
import type { Live } from '#shared/domain/sync/exchange.ts';

const COMMIT = 'event: commit\ndata: ';

/** Reads each commit once, however many desks are told the same: `null` for other events. */
export class Heard {
  #bytes: Buffer = Buffer.alloc(0);
  #live: Live | null = null;

  read(frame: Buffer): Live | null {
    if (frame.equals(this.#bytes)) return this.#live;
    this.#bytes = Buffer.from(frame);
    const text = frame.toString();
    this.#live = text.startsWith(COMMIT) ? understood(text.slice(COMMIT.length)) : null;
    return this.#live;
  }
}

function understood(data: string): Live {
  const read = readLive(data);
  if (!read.ok) throw new Error(`not understood: ${data.slice(0, 200)}`);
  return read.value;
}
