import { setImmediate as round } from 'node:timers/promises';
import type { EpochMs, Millis } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { writeLive } from '#shared/contract/sync.ts';
import { writerOf } from '#shared/domain/sync/row.ts';
import { revokedSince } from '../identity/devices.ts';
import type { Hearer, PresenceBoard } from '../presence/board.ts';
import type { Database } from '../storage/database.ts';
import type { ServiceClock } from '../system-clock.ts';
import { Shares } from './shares.ts';

/** After something was told, what is committed within so long is told together. */
const TOGETHER: Millis = 20;
/** Other services on the same database may have committed: how often to look. */
const LOOK: Millis = 1_000;
/** How often a desk hears that the link lives. All at once would be a pause for everybody else: each second a share of them does. */
const BEAT_EVERY: Millis = 20_000;
const SHARE_EVERY: Millis = 1_000;
const BEAT = Buffer.from(': beat\n\n');
/** So many are told, then others have a turn. */
const TOLD_AT_ONCE = 500;
/** What is longer is not told but asked for. */
const ENTRIES = 500;

export interface Listener {
  readonly device: string;
  readonly streams: readonly string[];
  readonly until: EpochMs;
  /** The same bytes for all who hear them. `false` when it does not keep up: it is let go, and will ask when it comes again. */
  send(frame: Buffer): boolean;
  end(): void;
}

interface Channel {
  told: number;
  readonly listeners: Set<Listener>;
}

/** Tells connected desks what was committed to their streams. What it tells may be lost: the cursor of the desk is the truth. */
export class LiveHub {
  readonly #database: Database;
  readonly #clock: ServiceClock;
  readonly #presence: PresenceBoard;
  readonly #channels = new Map<string, Channel>();
  readonly #listeners = new Map<Listener, Hearer>();
  readonly #dirty = new Set<string>();
  readonly #beats = new Shares(this.#listeners, BEAT_EVERY / SHARE_EVERY);
  readonly #timers: Disposable[] = [];
  #waiting = false;
  #lastTold: EpochMs = 0;
  #looked: EpochMs;
  #closed = false;

  constructor(database: Database, clock: ServiceClock, presence: PresenceBoard) {
    this.#database = database;
    this.#presence = presence;
    this.#clock = clock;
    this.#looked = clock.wall();
    database.onCommit((streams) => this.touch(streams));
    this.#every(LOOK, () => this.#look());
    this.#every(SHARE_EVERY, () => this.#beat());
  }

  get size(): number {
    return this.#listeners.size;
  }

  /** The first frames tell how far the streams are: a desk that is elsewhere asks. */
  async join(listener: Listener): Promise<Disposable> {
    const hearer: Hearer = { device: listener.device, hear: (frame) => this.#send(listener, Buffer.from(frame)) };
    this.#listeners.set(listener, hearer);
    this.#presence.join(hearer);
    const fresh = listener.streams.filter((stream) => !this.#channels.has(stream));
    for (const stream of listener.streams) {
      const channel = this.#channels.get(stream) ?? { told: 0, listeners: new Set() };
      channel.listeners.add(listener);
      this.#channels.set(stream, channel);
    }
    const epoch = await this.#epoch();
    const heads = await this.#database.heads(listener.streams);
    for (const stream of listener.streams) {
      const head = heads.get(stream)?.head ?? 0;
      const channel = this.#channels.get(stream);
      if (channel !== undefined && fresh.includes(stream)) channel.told = Math.max(channel.told, head);
      this.#send(listener, frameOf(writeLive({ epoch, stream, prev: head, seq: head, entries: [] })));
    }
    return { dispose: () => this.#leave(listener) };
  }

  touch(streams: readonly string[]): void {
    for (const stream of streams) if (this.#channels.has(stream)) this.#dirty.add(stream);
    if (this.#dirty.size === 0 || this.#waiting || this.#closed) return;
    this.#waiting = true;
    // The first of a row is told at once.
    const wait = Math.max(0, this.#lastTold + TOGETHER - this.#clock.wall());
    this.#clock.after(Math.min(wait, TOGETHER), () => void this.#tell());
  }

  /** Ends what a device hears, at once. */
  silence(device: string): void {
    for (const listener of this.#listeners.keys()) if (listener.device === device) this.#let(listener);
  }

  close(): void {
    this.#closed = true;
    this.#presence.close();
    for (const timer of this.#timers) timer.dispose();
    for (const listener of this.#listeners.keys()) this.#let(listener);
  }

  async #tell(): Promise<void> {
    const streams = [...this.#dirty];
    this.#dirty.clear();
    try {
      const epoch = await this.#epoch();
      const heads = await this.#database.heads(streams);
      for (const stream of streams) await this.#tellStream(stream, epoch, heads.get(stream)?.head ?? 0);
    } catch {
      // The database is away; the next look finds what was not told.
    }
    this.#lastTold = this.#clock.wall();
    this.#waiting = false;
    this.touch([]);
  }

  async #tellStream(stream: string, epoch: string, head: number): Promise<void> {
    const channel = this.#channels.get(stream);
    if (channel === undefined) return;
    const prev = channel.told;
    const entries = prev < head ? await this.#database.entries(stream, prev, ENTRIES) : [];
    const last = entries.at(-1)?.seq ?? head;
    // Of another life of the service than the one that was named: who listens would take it for something else.
    if ((await this.#epoch()) !== epoch) return void this.#dirty.add(stream);
    // Too much to tell, or some of it was cleared away, or a backup was put back: who is not at the head asks.
    const isWhole = head >= prev && last >= head && (entries[0]?.seq ?? prev + 1) === prev + 1;
    const live = isWhole
      ? { epoch, stream, prev, seq: last, entries }
      : { epoch, stream, prev: head, seq: head, entries: [] };
    if (last === prev) return;
    channel.told = last < head ? head : last;
    // Whoever wrote all of it has it from the answer to that, and is told only that it is there. Where it was somebody else who sent it
    // (a file, a row told to a restored service), the desk is not that far, and asks.
    const writer = writerOf(live.entries);
    const [own, others]: [Listener[], Listener[]] = [[], []];
    for (const listener of channel.listeners) (listener.device === writer ? own : others).push(listener);
    if (own.length > 0) await this.#sendAll(own, frameOf(writeLive({ ...live, entries: [] })));
    if (others.length > 0) await this.#sendAll(others, frameOf(writeLive(live)));
  }

  async #sendAll(listeners: readonly Listener[], frame: Buffer): Promise<void> {
    for (const [at, listener] of listeners.entries()) {
      if (at > 0 && at % TOLD_AT_ONCE === 0) await round();
      this.#send(listener, frame);
    }
  }

  async #look(): Promise<void> {
    const since = this.#looked - 2 * LOOK;
    this.#looked = this.#clock.wall();
    const heads = this.#channels.size === 0 ? null : await this.#database.heads([...this.#channels.keys()]);
    const isBehind = ([stream, { told }]: [string, Channel]): boolean => (heads?.get(stream)?.head ?? 0) !== told;
    this.touch([...this.#channels].filter(isBehind).map(([stream]) => stream));
    for (const device of await revokedSince(this.#database, since)) {
      this.silence(device);
      await this.#presence.forget(device);
    }
    await this.#presence.look();
  }

  /** Those who came together part with their beats, when their tokens are over. */
  // eslint-disable-next-line @typescript-eslint/require-await -- beside the other thing that is done every so often
  async #beat(): Promise<void> {
    const now = this.#clock.wall();
    for (const listener of this.#beats.share()) {
      if (listener.until <= now) this.#let(listener);
      else this.#send(listener, BEAT);
    }
  }

  async #epoch(): Promise<string> {
    return (await this.#database.epochs()).at(-1)?.id ?? '';
  }

  #send(listener: Listener, frame: Buffer): void {
    if (this.#listeners.has(listener) && !listener.send(frame)) this.#let(listener);
  }

  #let(listener: Listener): void {
    this.#leave(listener);
    listener.end();
  }

  #leave(listener: Listener): void {
    const hearer = this.#listeners.get(listener);
    if (hearer !== undefined) this.#presence.leave(hearer);
    this.#listeners.delete(listener);
    for (const stream of listener.streams) {
      const channel = this.#channels.get(stream);
      channel?.listeners.delete(listener);
      if (channel?.listeners.size === 0) this.#channels.delete(stream);
    }
  }

  #every(delay: Millis, run: () => Promise<void>): void {
    const arm = (): void => {
      if (this.#closed) return;
      const timer = this.#clock.after(delay, () => {
        this.#timers.splice(this.#timers.indexOf(timer), 1);
        // What fails is tried again at the next turn.
        run()
          .catch(() => undefined)
          .finally(arm);
      });
      this.#timers.push(timer);
    };
    arm();
  }
}

function frameOf(data: string): Buffer {
  return Buffer.from(`event: commit\ndata: ${data}\n\n`);
}
