import type { EpochMs, Millis } from '#shared/base/clock.ts';
import { PRESENCE, type Others, type PresenceReply } from '#shared/contract/sync.ts';
import type { DeviceState } from '#shared/domain/sync/service/store.ts';
import type { Database } from '../storage/database.ts';
import type { ServiceClock } from '../system-clock.ts';
import { dropOver, forgetPresence, notePresence, presentBeside, presentTogether, type Present } from './records.ts';

/** What is said within so long is told together: it is not worth more of the database. */
const TOGETHER: Millis = 200;
/** A desk whose live link ended may be coming back; one that does not is nowhere after this. */
const AWAY: Millis = 2_000;

/** A desk that hears what is told live. */
export interface Hearer {
  readonly device: string;
  hear(frame: string): void;
}

/**
 * Who is on which case. The truth is a small table that all services on one database share, so each looks at it every so often
 * (`look`, called by the live hub), and at once after what was said here. What it tells is the whole of what concerns a desk.
 */
export class PresenceBoard {
  readonly #database: Database;
  readonly #clock: ServiceClock;
  /** What was last told to those who are not alone. */
  readonly #told = new Map<Hearer, string>();
  readonly #hearers = new Map<string, readonly Hearer[]>();
  /** Those whose live links ended within a moment. */
  #left: { readonly since: EpochMs; readonly devices: string[] } | null = null;
  #waiting = false;
  #closed = false;

  constructor(database: Database, clock: ServiceClock) {
    this.#database = database;
    this.#clock = clock;
  }

  join(hearer: Hearer): void {
    const { device } = hearer;
    this.#hearers.set(device, [...(this.#hearers.get(device) ?? []), hearer]);
    this.#soon();
  }

  leave(hearer: Hearer): void {
    const { device } = hearer;
    const others = this.#hearers.get(device)?.filter((each) => each !== hearer) ?? [];
    this.#told.delete(hearer);
    if (others.length > 0) this.#hearers.set(device, others);
    else if (this.#hearers.delete(device)) this.#awayLater(device);
  }

  close(): void {
    this.#closed = true;
    this.#hearers.clear();
    this.#told.clear();
  }

  /** A desk says where it is, and is told who else is there. */
  async say(
    device: DeviceState,
    said: { readonly name: string; readonly cases: readonly string[] },
  ): Promise<PresenceReply> {
    const now = this.#clock.wall();
    // That it still is where it was is news to nobody.
    if (await notePresence(this.#database, device, said, now)) this.#soon();
    if (said.cases.length === 0) return { others: [] };
    return { others: othersOf(device.id, await presentBeside(this.#database, device.id, now)) };
  }

  /** A desk was taken out of service. */
  async forget(device: string): Promise<void> {
    await this.#forgetAll([device], this.#clock.wall());
  }

  /** Tells each desk that hears what has changed for it. */
  async look(): Promise<void> {
    const now = this.#clock.wall();
    await dropOver(this.#database, now);
    if (this.#hearers.size === 0) return;
    const together = await presentTogether(this.#database, now);
    const alone = new Set(this.#told.keys());
    for (const [device, places] of placesOf(together)) {
      const hearers = this.#hearers.get(device) ?? [];
      if (hearers.length === 0) continue;
      const others = othersOf(
        device,
        places.flatMap((place) => place),
      );
      // Others may be there only for whoever has the case in another stream.
      if (others.length === 0) continue;
      const frame = frameOf(others);
      for (const hearer of hearers) {
        alone.delete(hearer);
        if (this.#told.get(hearer) === frame) continue;
        this.#told.set(hearer, frame);
        hearer.hear(frame);
      }
    }
    for (const hearer of alone) {
      this.#told.delete(hearer);
      hearer.hear(frameOf([]));
    }
  }

  /** One timer for all who left in the same moment: when a network breaks, that is everybody. */
  #awayLater(device: string): void {
    if (this.#closed) return;
    const now = this.#clock.wall();
    if (this.#left !== null && Math.abs(now - this.#left.since) < TOGETHER) {
      this.#left.devices.push(device);
      return;
    }
    const left = { since: now, devices: [device] };
    this.#left = left;
    this.#clock.after(AWAY + TOGETHER, () => {
      const away = left.devices.filter((each) => !this.#hearers.has(each));
      // What fails is over by itself a little later.
      if (!this.#closed) this.#forgetAll(away, left.since).catch(() => undefined);
    });
  }

  async #forgetAll(devices: readonly string[], since: EpochMs): Promise<void> {
    if (devices.length === 0) return;
    await forgetPresence(this.#database, devices, since + 1);
    this.#soon();
  }

  #soon(): void {
    if (this.#waiting || this.#closed) return;
    this.#waiting = true;
    this.#clock.after(TOGETHER, () => {
      this.#waiting = false;
      // The database is away: the next look of the hub tells it.
      if (!this.#closed) this.look().catch(() => undefined);
    });
  }
}

/** By the desk, all who are on each of its cases. */
function placesOf(present: readonly Present[]): ReadonlyMap<string, readonly (readonly Present[])[]> {
  const cases = Map.groupBy(present, ({ stream, caseId }) => `${stream} ${caseId}`);
  const places = new Map<string, (readonly Present[])[]>();
  for (const all of cases.values()) {
    for (const { device } of all) places.set(device, [...(places.get(device) ?? []), all]);
  }
  return places;
}

/** What a desk is told: of its own cases, in the streams in which it has them, who else is there. */
function othersOf(device: string, present: readonly Present[]): Others {
  const own = new Set(
    present.filter((each) => each.device === device).map(({ stream, caseId }) => `${stream} ${caseId}`),
  );
  const beside = present.filter((each) => each.device !== device && own.has(`${each.stream} ${each.caseId}`));
  return [...Map.groupBy(beside, ({ caseId }) => caseId)].slice(0, PRESENCE.cases).map(([caseId, all]) => ({
    ...{ case: caseId, count: all.length },
    names: all.slice(0, PRESENCE.names).map(({ name }) => name),
  }));
}

function frameOf(others: Others): string {
  return `event: presence\ndata: ${JSON.stringify({ others } satisfies PresenceReply)}\n\n`;
}
