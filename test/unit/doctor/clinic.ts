import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openDatabase, type Sqlite } from '#core/database/open.ts';
import { PLAIN_KEY_FILE } from '#core/key-file.ts';
import { RESOURCES, temporaryFolder, TEST_KEY, TestDesk, value } from '#kit/desk.ts';
import { FakeClock } from '#kit/fake-clock.ts';
import { examine, type Examination } from '../../../src-main/doctor/examine.ts';
import type { Machine } from '../../../src-main/doctor/machine.ts';

const BUILT = [
  'main/electron.js',
  'main/loopback.js',
  'main/doctor.js',
  'preload/preload.cjs',
  'renderer/index.html',
  'renderer/assets/index.js',
];

/** A program that is complete, a machine that is well, and a data folder in which somebody has worked. */
export class Clinic {
  readonly #folder = temporaryFolder('clinic');
  readonly clock: FakeClock;
  readonly program = join(this.#folder.path, 'program');
  readonly #worked = join(this.#folder.path, 'worked');
  #count = 0;

  constructor(clock = new FakeClock()) {
    this.clock = clock;
    for (const file of BUILT) {
      mkdirSync(dirname(join(this.program, 'out', file)), { recursive: true });
      writeFileSync(join(this.program, 'out', file), '<script src="./assets/index.js"></script>');
    }
    // Copies, never links: faults are planted here too.
    for (const part of ['packs', 'locales'])
      cpSync(join(RESOURCES, part), join(this.program, 'resources', part), { recursive: true });
  }

  /** Sample data, an open callback, and a call on hold. */
  async work(): Promise<void> {
    const desk = new TestDesk({ clock: this.clock });
    await desk.setUp({ sampleData: true });
    await desk.do('contact.open', { channel: 'call', direction: 'inbound', phone: '02100000001', callbackId: null });
    const { id } = desk.contact();
    await desk.do('contact.command', { contactId: id, command: { type: 'answer' } });
    await desk.do('contact.command', { contactId: id, command: { type: 'classify', scenario: 'issue' } });
    await desk.do('callback.promise', { contactId: id, due: { preset: '2' }, reason: '' });
    await desk.do('contact.command', { contactId: id, command: { type: 'start-hold', reason: null } });
    desk.workstation.dispose();
    desk.database.close();
    copyFolder(desk, this.#worked);
    desk.folder.remove();
  }

  /** A data folder of one's own to plant a fault in. */
  dataFolder(): string {
    const path = this.#emptyFolder();
    cpSync(this.#worked, path, { recursive: true });
    return path;
  }

  /** The data folder of a desk, as it lies on the disk at this moment. */
  takeIn(desk: TestDesk): string {
    const path = this.#emptyFolder();
    copyFolder(desk, path);
    return path;
  }

  #emptyFolder(): string {
    this.#count += 1;
    const path = join(this.#folder.path, `data-${String(this.#count)}`);
    mkdirSync(path, { mode: 0o700 });
    return path;
  }

  machine(change: Partial<Machine> = {}): Machine {
    return {
      ...{ nodeVersion: '24.0.0', platform: 'linux', arch: 'x64', home: '/home/nobody', clock: this.clock },
      temporary: this.#folder.path,
      freeBytes: () => 50 * 1024 ** 3,
      timeWrites: () => [0.2, 0.3, 0.4],
      canListen: () => Promise.resolve(true),
      hasBrowser: () => true,
      ...change,
    };
  }

  examine(dataFolder: string, change: Partial<Machine> & { readonly program?: string } = {}): Promise<Examination> {
    const { program = this.program, ...machine } = change;
    return examine({ dataFolder, program, machine: this.machine(machine) });
  }

  remove(): void {
    this.#folder.remove();
  }
}

function copyFolder(desk: TestDesk, to: string): void {
  cpSync(desk.folder.path, to, { recursive: true });
  writeFileSync(join(to, PLAIN_KEY_FILE), Buffer.from(TEST_KEY).toString('hex'), { mode: 0o600 });
  mkdirSync(join(to, 'logs'), { mode: 0o700 });
  const line =
    '{"level":50,"time":"2026-03-02T02:00:00.000Z","id":"019caa2f-1380-7138-8000-013812345678","at":1772416800000}\n';
  writeFileSync(join(to, 'logs', 'desk.log'), line);
}

/** Changes the database as no desk would. */
export function tamper(folder: string, change: (database: Sqlite) => void): void {
  const database = value(openDatabase(folder, TEST_KEY));
  database.pragma('foreign_keys=OFF');
  for (const name of ['outbox_is_not_changed', 'contact_event_is_not_deleted']) database.exec(`DROP TRIGGER ${name}`);
  change(database);
  database.close();
}

/** Name, rights, time and content of everything in a folder. */
export function printOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { mode, mtimeMs } = statSync(join(folder, name));
      const isFile = statSync(join(folder, name)).isFile();
      const content = isFile
        ? createHash('sha256')
            .update(readFileSync(join(folder, name)))
            .digest('hex')
        : '';
      return [name, mode.toString(8), mtimeMs, content].join(' ');
    });
}
