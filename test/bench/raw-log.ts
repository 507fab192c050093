import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** SQLite starts its write-ahead log over after so many bytes (1,000 pages): later writes overwrite. So does this one. */
const WRAP_AT = 1_000 * 4_096;

/** The floor of every durable commit: bytes written to a file and forced to the disk. */
export class RawLog {
  readonly #file: number;
  readonly #bytes = Buffer.alloc(WRAP_AT, 0xa5);
  #at = 0;

  constructor(folder: string) {
    this.#file = openSync(join(folder, 'raw.log'), 'w');
  }

  write(bytes: number): void {
    if (this.#at + bytes > WRAP_AT) this.#at = 0;
    writeSync(this.#file, this.#bytes, 0, bytes, this.#at);
    fdatasyncSync(this.#file);
    this.#at += bytes;
  }

  /** Fills the file once: a log that still grows costs the disk more than one that is written over. */
  warmUp(): void {
    writeSync(this.#file, this.#bytes, 0, WRAP_AT, 0);
    fdatasyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}
