import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { PARCEL_LIMITS } from '#shared/contract/sync.ts';

/** What is inside of a file: parts, each behind its length. */
export class Parts {
  readonly #pieces: Uint8Array[] = [];
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  add(part: Uint8Array): void {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    this.#pieces.push(length, part);
    this.#bytes += 4 + part.length;
  }

  all(): Buffer {
    return Buffer.concat(this.#pieces, this.#bytes);
  }
}

/** `null` when the lengths do not fit, or when there are more than may be. */
export function partsOf(content: Uint8Array): readonly Uint8Array[] | null {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + 4 > bytes.length || parts.length === PARCEL_LIMITS.parts) return null;
    const end = at + 4 + bytes.readUInt32BE(at);
    if (end > bytes.length) return null;
    parts.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return parts;
}

export function packText(text: string): Buffer {
  return zstdCompressSync(text, { params: { [constants.ZSTD_c_compressionLevel]: 3 } });
}

/** `null` when it is no text that was packed here, or becomes larger than any may: then it is given up in the middle. */
export function unpackText(part: Uint8Array): string | null {
  try {
    return zstdDecompressSync(part, { maxOutputLength: PARCEL_LIMITS.partBytes }).toString();
  } catch {
    return null;
  }
}
