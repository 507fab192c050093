import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from '#shared/contract/failure.ts';
import { temporaryFolder, type TestDesk } from './desk.ts';

/** What an agent does with a USB stick: has a file written on it, and has one taken in from it. */
export class Stick {
  readonly #folder = temporaryFolder('stick');
  #files = 0;

  /** The file for the service, by the desk's own dialog. */
  async write(desk: TestDesk): Promise<Buffer> {
    const path = this.#next();
    desk.host.chosen = path;
    await desk.do('parcel.write', {});
    const refused = await this.#rest(desk);
    if (refused !== null) throw new Error(`no file was written: ${JSON.stringify(refused)}`);
    return readFileSync(path);
  }

  /** Why it was not taken in, or `null`. */
  async take(desk: TestDesk, file: Uint8Array): Promise<Failure | null> {
    const path = this.#next();
    writeFileSync(path, file);
    return this.#takeFrom(desk, path);
  }

  /** As `take`, of a file of so many bytes that are all nothing. */
  async takeEmpty(desk: TestDesk, bytes: number): Promise<Failure | null> {
    const path = this.#next();
    writeFileSync(path, '');
    truncateSync(path, bytes);
    return this.#takeFrom(desk, path);
  }

  async #takeFrom(desk: TestDesk, path: string): Promise<Failure | null> {
    desk.host.chosen = path;
    await desk.do('parcel.take', {});
    return this.#rest(desk);
  }

  remove(): void {
    this.#folder.remove();
  }

  #next(): string {
    this.#files += 1;
    return join(this.#folder.path, `${String(this.#files)}.zxp`);
  }

  async #rest(desk: TestDesk): Promise<Failure | null> {
    while (desk.state().sync.parcel.busy !== null) {
      await new Promise(setImmediate);
      desk.clock.pass(1);
    }
    return desk.state().sync.parcel.refused;
  }
}
