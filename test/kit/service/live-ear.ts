import { readLive, readOthers, type Others } from '#shared/contract/sync.ts';
import type { Live } from '#shared/domain/sync/exchange.ts';

/** Listens to what the service tells as it happens. */
export class LiveEar {
  readonly heard: Live[] = [];
  /** Who else is on the cases of this desk, each time that it was told. */
  readonly others: Others[] = [];
  readonly #stop = new AbortController();
  readonly #waiting = new Set<() => void>();
  ended = false;

  static async open(address: string, token: string): Promise<LiveEar> {
    const ear = new LiveEar();
    const answer = await fetch(`${address}/live`, {
      headers: { authorization: `Bearer ${token}` },
      signal: ear.#stop.signal,
    });
    if (answer.status !== 200 || answer.body === null) throw new Error(`refused with ${String(answer.status)}`);
    void ear.#listen(answer.body);
    return ear;
  }

  /** Waits until what was heard is so, or the connection ended. */
  async until(so: (ear: LiveEar) => boolean): Promise<void> {
    while (!so(this) && !this.ended) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  close(): void {
    this.#stop.abort();
  }

  async #listen(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    try {
      for await (const part of body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)) {
        text += part;
        const frames = text.split('\n\n');
        text = frames.pop() ?? '';
        for (const frame of frames) this.#take(frame);
      }
    } catch {
      // Closed by this side, or cut by the other.
    }
    this.ended = true;
    this.#wake();
  }

  #take(frame: string): void {
    const others = readOthers(/^event: presence\ndata: (.*)$/u.exec(frame)?.[1] ?? '');
    if (others !== null) {
      this.others.push(others);
      this.#wake();
    }
    const data = /^event: commit\ndata: (.*)$/u.exec(frame)?.[1];
    if (data === undefined) return;
    const read = readLive(data);
    if (!read.ok) throw new Error(`not understood: ${data}`);
    this.heard.push(read.value);
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
