import { fail, ok, type Result } from '#shared/base/result.ts';
import type { ImageOffer } from '#shared/contract/sync.ts';
import type { Enrolled } from '../status.ts';
import type { Transport, TransportFailure } from '../transport.ts';

/**
 * Fetches the bytes of images. What came before a link broke is kept in memory, and the next attempt goes on behind it; nothing of it
 * touches the disk.
 */
export class ImageDownload {
  readonly #transport: Transport;
  #of = '';
  #parts: Uint8Array[] = [];
  #length = 0;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** So many bytes are here. */
  get length(): number {
    return this.#length;
  }

  async fetch(enrolled: Enrolled, { sha256, bytes }: ImageOffer): Promise<Result<Uint8Array, TransportFailure>> {
    if (this.#of !== sha256) this.forget();
    this.#of = sha256;
    const answer = await this.#transport.imageBytes(enrolled, sha256, this.#length, (part, at) => {
      // Another place than the one that was asked for: it began anew.
      if (at !== this.#length) {
        this.#parts = [];
        this.#length = 0;
      }
      if (at !== this.#length || this.#length + part.length > bytes) return false;
      this.#parts.push(part);
      this.#length += part.length;
      return true;
    });
    if (!answer.ok) return answer;
    if (this.#length !== bytes) {
      this.forget();
      return fail({ code: 'not-understood' });
    }
    const all = Buffer.concat(this.#parts, this.#length);
    this.forget();
    return ok(all);
  }

  forget(): void {
    this.#of = '';
    this.#parts = [];
    this.#length = 0;
  }
}
