/** A file that a page gives part after part, since one message cannot hold it. */
export class IncomingFile {
  #coming: { readonly bytes: number; readonly parts: Buffer[]; length: number } | null = null;

  /** `part`: more is to come. `null`: this does not follow on what came; it begins anew. */
  give({
    at,
    bytes,
    part,
  }: {
    readonly at: number;
    readonly bytes: number;
    readonly part: string;
  }): 'part' | Uint8Array | null {
    const piece = Buffer.from(part, 'base64');
    if (at === 0) this.#coming = { bytes, parts: [], length: 0 };
    const coming = this.#coming;
    const fits = coming?.bytes === bytes && coming.length === at && at + piece.length <= bytes && piece.length > 0;
    if (coming === null || !fits) {
      this.#coming = null;
      return null;
    }
    coming.parts.push(piece);
    coming.length += piece.length;
    if (coming.length < bytes) return 'part';
    this.#coming = null;
    return Buffer.concat(coming.parts, bytes);
  }
}
