import { readReply } from '#shared/contract/sync.ts';
import { EMPTY_DIGEST, sameDigest, type Digest } from '#shared/domain/sync/digest.ts';
import type { Live } from '#shared/domain/sync/exchange.ts';
import { digestAfter, type Entry } from '#shared/domain/sync/row.ts';

/** Follows what a desk is told to the letter: each entry once, in order, and the digest of them all. */
export class Exact {
  readonly #digests = new Map<string, Digest>();
  /** Digests that were compared. */
  compared = 0;

  reply(text: string): void {
    const reply = readReply(text);
    if (!reply.ok || reply.value.kind !== 'exchanged') throw new Error(`not understood: ${text.slice(0, 200)}`);
    for (const { stream, entries, digest } of reply.value.pulls) {
      this.#take(stream, entries);
      if (digest === null) continue;
      this.compared += 1;
      if (!sameDigest(digest, this.#digests.get(stream) ?? EMPTY_DIGEST))
        throw new Error(`${stream} is not as it was told`);
    }
  }

  live({ stream, entries }: Live): void {
    this.#take(stream, entries);
  }

  #take(stream: string, entries: readonly Entry[]): void {
    this.#digests.set(stream, digestAfter(this.#digests.get(stream) ?? EMPTY_DIGEST, entries));
  }
}
