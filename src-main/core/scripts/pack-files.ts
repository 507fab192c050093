import { ok, type Result } from '#shared/base/result.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import type { PackReason } from '#shared/contract/pack-reason.ts';
import type { Accepted } from '#shared/contract/rpc.ts';
import type { PackFileView } from '#shared/contract/views.ts';
import { readWhole } from '#parcel/files.ts';
import { fingerprintOf } from '#parcel/pack-file.ts';
import { PACK_FILE_BYTES } from '#shared/domain/pack/signed-file.ts';
import type { Store } from '../database/store.ts';
import type { FileDialogs } from '../host.ts';
import { IncomingFile } from '../incoming-file.ts';
import type { Log } from '../log.ts';
import { dayOf } from '../time-of-day.ts';
import { readArrivedPack, type PackRefusal } from './arrived-pack.ts';
import type { PackChoice } from './pack-choice.ts';
import type { PackShelf } from './pack-shelf.ts';
import type { PackTrust } from './pack-trust.ts';

interface Parts {
  readonly store: Store;
  readonly log: Log;
  readonly files: FileDialogs | null;
  readonly trust: PackTrust;
  readonly choice: PackChoice;
  readonly packs: PackShelf;
  readonly timeZone: string;
}

/** Script packs that are brought here as files, by the host's dialog or in parts by the page of a browser. */
export class PackFiles {
  readonly #parts: Parts;
  readonly #incoming = new IncomingFile();
  #asking = false;
  #refused: Failure | null = null;
  #taken: PackFileView['taken'] = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  view(): PackFileView {
    const { trust, choice, packs } = this.#parts;
    const signer = packs.signer(packs.active);
    return {
      signer: signer === null ? null : fingerprintOf(signer),
      asking: this.#asking,
      refused: this.#refused,
      taken: this.#taken,
      waiting: choice.waiting(),
      keys: trust.view(),
    };
  }

  /** The host asks which file it is; what came of it is shown. */
  choose(): Result<void, Failure> {
    const { files } = this.#parts;
    if (files !== null && !this.#asking) void this.#open(files);
    return ok();
  }

  /** With the last part of it the file is taken. */
  give(given: Accepted<'pack.give'>): Result<void, Failure> {
    const file = this.#incoming.give(given);
    if (file === 'part') return ok();
    return file === null ? packRefused({ reason: 'not-read' }) : this.#take(file);
  }

  async #open(files: FileDialogs): Promise<void> {
    this.#show({ asking: true });
    const path = await files.askWhich('pack').catch(() => null);
    if (!this.#parts.store.database.open) return;
    this.#asking = false;
    if (path === null) {
      this.#show({});
      return;
    }
    const file = readWhole(path, PACK_FILE_BYTES);
    if (file.ok) this.#take(file.value);
    else this.#refuse({ reason: file.error === 'too-large' ? 'too-large' : 'not-read' });
  }

  #take(bytes: Uint8Array): Result<void, Failure> {
    const { store, trust, choice, timeZone } = this.#parts;
    const today = dayOf(store.now(), timeZone);
    const arrived = readArrivedPack(bytes, { trusted: trust.trusted, today });
    if (!arrived.ok) return this.#refuse(arrived.error);
    const brought = choice.bring(arrived.value);
    if (!brought.ok) return brought;
    const { name, version, effectiveFrom = '' } = arrived.value.pack;
    this.#refused = null;
    this.#show({ taken: { name, version, from: effectiveFrom > today ? effectiveFrom : null } });
    return ok();
  }

  #refuse(refusal: PackRefusal): Result<void, Failure> {
    this.#parts.log.warn({ code: 'pack-refused', reason: refusal.reason }, 'a script pack was not taken');
    const refused = packRefused(refusal);
    this.#show({ refused: refused.error });
    return refused;
  }

  #show({ asking = false, refused = this.#refused, taken = this.#taken }: Partial<PackFileView>): void {
    [this.#asking, this.#refused, this.#taken] = [asking, asking ? null : refused, taken];
    this.#parts.store.announce({ packFiles: true });
  }
}

function packRefused({ reason, signer, faults = [] }: PackRefusal): ReturnType<typeof failure> {
  const told: PackReason = reason;
  const [first] = faults;
  return failure('pack-refused', {
    ...first?.facts,
    reason: told,
    ...signer,
    ...(first !== undefined && { count: faults.length, place: first.path, fault: first.code }),
  });
}
