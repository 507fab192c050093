import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#shared/base/clock.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { PackFault } from '#shared/domain/pack/fault.ts';
import { hadDatabase, openDatabase, type OpenFailure } from './database/open.ts';
import type { Host, KeyFailure, KeyStore } from './host.ts';
import type { Log } from './log.ts';
import { loadPack } from './scripts/load-pack.ts';
import { lastActivePack } from './scripts/pack-shelf.ts';
import { HttpTransport } from './sync/http-transport.ts';
import { keepSentDays } from './sync/sent-ops.ts';
import { systemRandom } from './system-randomness.ts';
import { localTimeZone } from './time-of-day.ts';
import { createWorkstation, type Workstation } from './workstation.ts';

const OWN_PACK = 'zh-CN';

/** Why a desk cannot start. The words, and what to do, are the host's, under `start.<code>`. */
export type StartFailure =
  | OpenFailure
  | KeyFailure
  | { readonly code: 'pack-refused'; readonly path: string; readonly faults: readonly PackFault[] };

export interface StartOptions {
  readonly host: Host;
  readonly keyStore: KeyStore;
  readonly dataFolder: string;
  /** Folder with `packs/` and `samples/`. */
  readonly resources: string;
  /** Folder of the packs of `resources` as the program's own build made them; where they are not, they are read from their sources. */
  readonly builtPacks?: string;
  /** A script pack to use instead of the one that comes with the desk. */
  readonly packFile?: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Opens the data folder and builds the workstation on it. The folder must be locked by the caller. */
export async function openWorkstation(options: StartOptions): Promise<Result<Workstation, StartFailure>> {
  const { host, dataFolder, resources, clock, log } = options;
  const packPath = options.packFile ?? ownPack(options);
  const loaded = loadPack(packPath);
  const refused = { code: 'pack-refused', path: packPath, faults: loaded.ok ? [] : loaded.error } as const;
  // Whoever names a file is there to mend it. Else a desk that has worked goes on with the pack that it worked with.
  const mayGoOn = options.packFile === undefined && hadDatabase(dataFolder);
  if (!loaded.ok && !mayGoOn) return fail(refused);

  const key = await dataKey(options);
  if (!key.ok) return key;
  const opened = openDatabase(dataFolder, key.value);
  if (!opened.ok) return opened;

  const database = opened.value;
  const pack = loaded.ok ? loaded.value : lastActivePack(database);
  if (pack === null) {
    database.close();
    return fail(refused);
  }
  const workstation = createWorkstation({
    ...{ host, database, clock, log, resources, pack },
    ...(loaded.ok ? {} : { refusedPack: packPath }),
    timeZone: localTimeZone(),
    transport: new HttpTransport(clock),
    random: systemRandom,
    keepSentDays: keepSentDays(process.env, log),
  });
  return ok({
    ...workstation,
    dispose: () => {
      workstation.dispose();
      database.close();
    },
  });
}

/** The same content either way; to read it from its sources takes four times as long. */
function ownPack({ resources, builtPacks }: StartOptions): string {
  const built = builtPacks === undefined ? null : join(builtPacks, `${OWN_PACK}.zxpack`);
  return built !== null && existsSync(built) ? built : join(resources, 'packs', OWN_PACK);
}

/** A new key is only made where there is no database: beside one, a missing key is a loss that must be told, not hidden. */
async function dataKey({ keyStore, dataFolder }: StartOptions): Promise<Result<Uint8Array, KeyFailure>> {
  const loaded = await keyStore.load();
  if (loaded.ok || loaded.error.code !== 'key-missing') return loaded;
  return hadDatabase(dataFolder) ? loaded : keyStore.create();
}
