import type { Clock } from '#shared/base/clock.ts';
import { ok } from '#shared/base/result.ts';
import type { DeskPolicy } from '#shared/domain/sync/exchange.ts';
import type { Store } from '../../database/store.ts';
import type { FileDialogs } from '../../host.ts';
import type { OfflineLease } from '../../lease/offline-lease.ts';
import type { Log } from '../../log.ts';
import type { Exchanges } from '../exchanges.ts';
import type { Standing } from '../standing.ts';
import type { Turn } from '../turn.ts';
import { ParcelDoor } from './parcel-door.ts';
import { Parcels } from './parcels.ts';

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly standing: Standing;
  readonly exchanges: Exchanges;
  readonly lease: OfflineLease;
  readonly onPolicy: (policy: DeskPolicy) => void;
  readonly files: FileDialogs | null;
  /** IANA name of the zone by which files are named. */
  readonly timeZone: string;
  readonly onImage: () => void;
  /** An answer is taken in between two exchanges by link: each would go on from what the other has replaced. */
  readonly turn: Turn;
  /** This desk was taken out of service, and is wiped. */
  readonly onWiped: () => void;
}

/** All that exchanging by files needs of this desk, put together. */
export function openDoor({ onWiped, turn, ...parts }: Parts): ParcelDoor {
  const { store, clock, files, log } = parts;
  const isOver = (): boolean => !store.database.open;
  const pause = async (): Promise<boolean> => {
    await new Promise<void>((resolve) => void clock.after(0, resolve));
    return !isOver();
  };
  const parcels = new Parcels({ ...parts, pause });
  return new ParcelDoor({
    ...{ files, log, parcels, isOver },
    take: async (file) => {
      const taken = await turn.take(() => parcels.take(file));
      if (!taken.ok) return taken;
      if (taken.value === 'wiped') onWiped();
      return ok();
    },
    onChange: () => store.announce({ sync: true }),
  });
}
