import Database from 'better-sqlite3';
import type { Clock } from '#shared/base/clock.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { migrate } from '#core/database/migrate.ts';
import { openDatabase, type Sqlite } from '#core/database/open.ts';
import { cacheStatements } from '#core/database/statement-cache.ts';
import { silentLog } from '#core/log.ts';
import { createWorkstation, type Workstation } from '#core/workstation.ts';
import { RESOURCES, TEST_KEY, temporaryFolder, value, zhPack } from '#kit/desk.ts';
import { FakeClock } from '#kit/fake-clock.ts';
import { FakeHost } from '#kit/fake-host.ts';
import type { Sighting } from './oracle.ts';
import { noService } from '#kit/no-service.ts';

/** A deliberate break, put around the code under test: the oracle must notice each (see `mutants.ts`). */
export interface Break {
  readonly name: string;
  readonly clock?: (own: Clock, machine: FakeClock) => Clock;
  readonly database?: (database: Sqlite) => void;
  /** After the workstation was made, before it is started. */
  readonly workstation?: (workstation: Workstation, around: { host: FakeHost; database: Sqlite; clock: Clock }) => void;
}

export interface MachineOptions {
  /** Whether the system names its boots (Linux does, Windows and macOS do not). */
  readonly bootsNamed: boolean;
  /** Whether a crash also closes the database file and opens it again. */
  readonly onDisk: boolean;
  /** How long the pauses of a silent line are. */
  readonly pauseMs: number;
  readonly broken?: Break;
}

let template: Buffer | undefined;

/** A computer with a desk on it: its clock, its disk, its process. */
export class Machine {
  readonly clock = new FakeClock();
  host = new FakeHost();
  database: Sqlite;
  workstation: Workstation;
  readonly #options: MachineOptions;
  readonly #folder: ReturnType<typeof temporaryFolder> | null;

  constructor(options: MachineOptions) {
    this.#options = options;
    this.#folder = options.onDisk ? temporaryFolder('simulation') : null;
    this.database = this.#open();
    this.workstation = this.#start();
  }

  /** Without warning: nothing is taken down in order. */
  crash(whileStopped: () => void): void {
    this.clock.forgetTimers();
    this.host = new FakeHost();
    if (this.#folder !== null) this.database.close();
    whileStopped();
    if (this.#folder !== null) this.database = this.#open();
    this.workstation = this.#start();
  }

  /** What came into a new phase since the last call. */
  sightings(): readonly Sighting[] {
    const seen = this.database.prepare<[], Sighting>('SELECT id, kind, phase, real FROM seen ORDER BY rowid').all();
    if (seen.length > 0) this.database.exec('DELETE FROM seen');
    return seen;
  }

  stored(): readonly { readonly id: string; readonly phase: string; readonly leftMs: number }[] {
    return this.database
      .prepare<[number], { id: string; phase: string; leftMs: number }>(
        'SELECT id, phase, due_at - ? AS leftMs FROM countdown',
      )
      .all(this.clock.wall());
  }

  dispose(): void {
    this.workstation.dispose();
    this.database.close();
    this.#folder?.remove();
  }

  #open(): Sqlite {
    const database = this.#folder === null ? inMemory() : value(openDatabase(this.#folder.path, TEST_KEY));
    if (this.#folder !== null) database.pragma('synchronous=OFF');
    database.function('real_now', () => this.clock.real());
    database.exec(`
      CREATE TEMP TABLE seen (id TEXT, kind TEXT, phase TEXT, real INTEGER);
      CREATE TEMP TRIGGER see AFTER UPDATE OF phase ON main.countdown
        BEGIN INSERT INTO seen VALUES (NEW.id, NEW.kind, NEW.phase, real_now()); END;`);
    this.#options.broken?.database?.(database);
    return database;
  }

  #start(): Workstation {
    const { broken, bootsNamed, pauseMs } = this.#options;
    const own: Clock = bootsNamed ? this.clock : withoutBootNames(this.clock);
    const clock = broken?.clock?.(own, this.clock) ?? own;
    const workstation = createWorkstation({
      ...noService,
      ...{ host: this.host, database: this.database, clock, log: silentLog, resources: RESOURCES },
      ...{ pack: { hash: `simulation-${pauseMs}`, pack: simulationPack(pauseMs) }, timeZone: 'Asia/Shanghai' },
    });
    broken?.workstation?.(workstation, { host: this.host, database: this.database, clock });
    workstation.start();
    return workstation;
  }
}

function withoutBootNames(clock: FakeClock): Clock {
  return {
    wall: () => clock.wall(),
    sinceBoot: () => clock.sinceBoot(),
    bootId: () => null,
    after: (delay, run) => clock.after(delay, run),
  };
}

function inMemory(): Sqlite {
  if (template === undefined) {
    const empty = new Database(':memory:');
    value(migrate(empty));
    template = empty.serialize();
    empty.close();
  }
  const database = new Database(template);
  database.pragma('foreign_keys=ON');
  cacheStatements(database);
  return database;
}

const packs = new Map<number, Pack>();

/** The default pack without targets of the day, which follow the calendar and not the time that passes, and without words. */
function simulationPack(pauseMs: number): Pack {
  const known = packs.get(pauseMs);
  if (known !== undefined) return known;
  const { pack } = zhPack();
  const targets = pack.targets.filter(({ withinMs }) => withinMs !== undefined);
  const made = { ...pack, targets, lines: {}, silence: { ...pack.silence, pauseMs } };
  packs.set(pauseMs, made);
  return made;
}
