import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Accepted, Answers } from '#shared/contract/rpc.ts';
import type { ParcelView } from '#shared/contract/views.ts';
import { PARCEL_LIMITS } from '#shared/contract/sync.ts';
import { readWhole, writeWhole } from '#parcel/files.ts';
import type { FileDialogs } from '../../host.ts';
import { IncomingFile } from '../../incoming-file.ts';
import type { Log } from '../../log.ts';
import type { Parcels } from './parcels.ts';
import { parcelRefused } from './refusal.ts';

/** So much goes over the wire at once. */
const PART_BYTES = 512 * 1024;

interface Parts {
  readonly files: FileDialogs | null;
  readonly log: Log;
  readonly parcels: Parcels;
  readonly take: (file: Uint8Array) => Promise<Result<void, Failure>>;
  /** Windows show something else. */
  readonly onChange: () => void;
  readonly isOver: () => boolean;
}

/**
 * How files leave this desk and come in: the host asks where and which, or the page of a browser does, and then they pass through the
 * wire in parts. What came of it is part of what windows show: an agent may take minutes to find the stick.
 */
export class ParcelDoor {
  readonly #parts: Parts;
  #busy: ParcelView['busy'] = null;
  #refused: ParcelView['refused'] = null;
  /** Written for a page that fetches it. */
  #leaving: { readonly id: string; readonly file: Uint8Array } | null = null;
  readonly #incoming = new IncomingFile();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  view(): ParcelView {
    return { ...this.#parts.parcels.view(), busy: this.#busy, refused: this.#refused };
  }

  /** `null`: the host asks where to put it. */
  write(): Result<Answers['parcel.write'], Failure> {
    if (this.#busy !== null) return ok(null);
    if (this.#parts.files !== null) {
      void this.#during('writing', this.#save(this.#parts.files));
      return ok(null);
    }
    const written = this.#parts.parcels.write();
    this.#show(null, written.ok ? null : written.error);
    if (!written.ok) return ok(null);
    const { id, file } = written.value;
    this.#leaving = { id, file };
    return ok({ id, name: this.#parts.parcels.name(), bytes: file.length });
  }

  /** A part of what was written for a page; empty at its end. */
  part({ id, at }: Accepted<'parcel.part'>): Result<Answers['parcel.part'], Failure> {
    if (this.#leaving?.id !== id) return parcelRefused('not-saved');
    const part = Buffer.from(this.#leaving.file.subarray(at, at + PART_BYTES)).toString('base64');
    if (part === '') this.#leaving = null;
    return ok({ part });
  }

  /** The host asks which file it is. */
  choose(): Result<void, Failure> {
    const { files } = this.#parts;
    if (files !== null && this.#busy === null) void this.#during('reading', this.#open(files));
    return ok();
  }

  /** A page gives a file, part after part; with the last one it is taken in. */
  give(given: Accepted<'parcel.give'>): Result<void, Failure> {
    const file = this.#incoming.give(given);
    if (file === 'part') return ok();
    if (file === null || this.#busy !== null) return parcelRefused('not-read');
    void this.#during('reading', this.#parts.take(file));
    return ok();
  }

  async #save(files: FileDialogs): Promise<Result<void, Failure>> {
    const { parcels, isOver } = this.#parts;
    const path = await files.askWhereTo(parcels.name());
    if (path === null || isOver()) return ok();
    const written = parcels.write();
    if (!written.ok) return written;
    const saved = writeWhole(path, written.value.file);
    if (saved.ok) return ok();
    parcels.forget(written.value.id);
    this.#parts.log.warn({ code: 'parcel-not-saved' }, 'a file for the service could not be written');
    return parcelRefused('not-saved');
  }

  async #open(files: FileDialogs): Promise<Result<void, Failure>> {
    const path = await files.askWhich('parcel');
    if (path === null || this.#parts.isOver()) return ok();
    const file = readWhole(path, PARCEL_LIMITS.answerBytes);
    if (file.ok) return this.#parts.take(file.value);
    return parcelRefused(file.error === 'too-large' ? 'too-large' : 'not-read');
  }

  async #during(busy: 'writing' | 'reading', work: Promise<Result<void, Failure>>): Promise<void> {
    this.#show(busy, null);
    const done = await work.catch((error: unknown) => {
      this.#parts.log.error({ name: error instanceof Error ? error.name : 'unknown' }, 'a file was not exchanged');
      return parcelRefused(busy === 'writing' ? 'not-saved' : 'not-read');
    });
    if (!this.#parts.isOver()) this.#show(null, done.ok ? null : done.error);
  }

  #show(busy: ParcelView['busy'], refused: ParcelView['refused']): void {
    this.#busy = busy;
    this.#refused = refused;
    this.#parts.onChange();
  }
}
