import { chmodSync, closeSync, cpSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databasePath } from '#core/database/open.ts';
import { RESOURCES } from '#kit/desk.ts';
import { FakeClock } from '#kit/fake-clock.ts';
import { asText } from '../../../src-main/doctor/report.ts';
import type { Machine } from '../../../src-main/doctor/machine.ts';
import { readTexts } from '#core/words.ts';
import { Clinic, tamper } from './clinic.ts';

interface Fault {
  readonly plant?: (folder: string) => void;
  readonly machine?: Partial<Machine> | (() => Partial<Machine>);
  readonly program?: (clinic: Clinic) => string;
  /** Number, verdict and code of the one check that must find it. */
  readonly found: readonly [number, 'warning' | 'problem', string];
}

const sql = (text: string) => (folder: string) => tamper(folder, (database) => void database.exec(text));
const overwrite = (folder: string, at: number): void => {
  const file = openSync(databasePath(folder), 'r+');
  writeSync(file, Buffer.alloc(64, 0xff), 0, 64, at);
  closeSync(file);
};
const PAGE = 4096;
const GIGABYTE = 1024 ** 3;
const CLOSED = `SELECT id FROM contact WHERE is_open = 0 LIMIT 1`;

const FAULTS: Readonly<Record<string, Fault>> = {
  'an old Node': { machine: { nodeVersion: '20.1.0' }, found: [1, 'problem', 'node-too-old'] },
  'a system we are not made for': { machine: { platform: 'sunos' }, found: [1, 'problem', 'platform-unknown'] },
  'a lost script of the page': {
    program: (clinic) => without(clinic, 'out/renderer/assets/index.js'),
    found: [2, 'problem', 'missing'],
  },
  'a folder that others can write': {
    plant: (folder) => chmodSync(folder, 0o770),
    found: [3, 'problem', 'others-write'],
  },
  'a folder that others can read': {
    plant: (folder) => chmodSync(folder, 0o750),
    found: [3, 'warning', 'others-read'],
  },
  'a disk that is filling up': { machine: { freeBytes: () => GIGABYTE / 2 }, found: [4, 'warning', 'little'] },
  'a full disk': { machine: { freeBytes: () => GIGABYTE / 10 }, found: [4, 'problem', 'too-little'] },
  'no key': { plant: (folder) => rmSync(join(folder, 'desk.key')), found: [5, 'problem', 'missing'] },
  'a key that is none': {
    plant: (folder) => writeFileSync(join(folder, 'desk.key'), 'x'),
    found: [5, 'problem', 'unreadable'],
  },
  'a key that others can read': {
    plant: (folder) => chmodSync(join(folder, 'desk.key'), 0o644),
    found: [5, 'problem', 'others-read'],
  },
  'the key of another database': {
    plant: (folder) => writeFileSync(join(folder, 'desk.key'), '09'.repeat(32)),
    found: [6, 'problem', 'key-wrong'],
  },
  'a damaged first page': { plant: (folder) => overwrite(folder, 200), found: [6, 'problem', 'damaged'] },
  'a lost database': {
    plant: (folder) => {
      for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `desk.sqlite${end}`), { force: true });
    },
    found: [6, 'problem', 'gone'],
  },
  'a database of a later version': { plant: sql('PRAGMA user_version = 9000'), found: [6, 'problem', 'newer'] },
  'a database of something else': { plant: sql('PRAGMA application_id = 1'), found: [6, 'problem', 'not-ours'] },
  'a damaged page': {
    plant: (folder) => {
      let page = 0;
      tamper(folder, (database) => {
        page = Number(database.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'case_by_debt'`).pluck().get());
      });
      overwrite(folder, (page - 1) * PAGE + 100);
    },
    found: [8, 'problem', 'damaged'],
  },
  'a case without its customer': {
    plant: sql('DELETE FROM customer WHERE id = (SELECT customer_id FROM service_case LIMIT 1)'),
    found: [8, 'problem', 'orphans'],
  },
  'a lost change': { plant: sql('DELETE FROM outbox WHERE dev_seq = 7'), found: [9, 'problem', 'gap'] },
  'an altered change': {
    plant: sql(`UPDATE outbox SET body = '{"phone":"1"}' WHERE dev_seq = 7`),
    found: [9, 'problem', 'altered'],
  },
  'a change from elsewhere': {
    plant: sql(`UPDATE outbox SET prev_hash = hash WHERE dev_seq = 7`),
    found: [9, 'problem', 'chain'],
  },
  'a log that was rolled back': {
    plant: sql('DELETE FROM outbox WHERE dev_seq = (SELECT max(dev_seq) FROM outbox)'),
    found: [9, 'problem', 'end'],
  },
  'a state that its events do not make': {
    plant: sql(`UPDATE contact SET state = json_set(state, '$.head.openedAt', 1) WHERE is_open = 0`),
    found: [10, 'problem', 'differ'],
  },
  'a lost event': {
    plant: sql(`DELETE FROM contact_event WHERE seq = 1 AND contact_id = (${CLOSED})`),
    found: [10, 'problem', 'differ'],
  },
  'a closed contact that counts as open': {
    plant: sql(`UPDATE contact SET is_open = 1 WHERE id = (${CLOSED})`),
    found: [10, 'problem', 'differ'],
  },
  'a callback that would be forgotten': {
    plant: sql(`DELETE FROM countdown WHERE callback_id IS NOT NULL`),
    found: [11, 'problem', 'callback-without'],
  },
  'a countdown of a callback that was kept': {
    plant: sql(`UPDATE callback SET status = 'kept' WHERE contact_id = (SELECT id FROM contact WHERE is_open = 1)`),
    found: [11, 'problem', 'without-owner'],
  },
  'a hold without its limit': {
    plant: sql(`DELETE FROM countdown WHERE kind = 'hold'`),
    found: [11, 'problem', 'contact-differs'],
  },
  'a pack that is no pack': {
    program: (clinic) => {
      const program = without(clinic, 'resources/packs/zh-CN/pack.yaml');
      writeFileSync(join(program, 'resources/packs/zh-CN/pack.yaml'), 'stages: []\n');
      return program;
    },
    found: [12, 'problem', 'invalid'],
  },
  'a stored pack that was altered': {
    plant: sql(`UPDATE pack SET body = json_set(body, '$.name', 'x')`),
    found: [12, 'problem', 'altered'],
  },
  'a stored pack that is no JSON': { plant: sql(`UPDATE pack SET body = '{'`), found: [12, 'problem', 'altered'] },
  'a stored pack that is gone': { plant: sql('DELETE FROM pack'), found: [12, 'problem', 'lost'] },
  'a clock that was set': {
    machine: () => ({ clock: { ...bound(clinic.clock), wall: () => clinic.clock.wall() + 3_600_000 } }),
    found: [13, 'warning', 'was-set'],
  },
  'a clock that lost its battery': {
    machine: () => ({ clock: bound(new FakeClock(Date.UTC(2001, 0, 1))) }),
    found: [13, 'problem', 'in-the-past'],
  },
  'a slow disk': { machine: { timeWrites: () => [80, 90, 100] }, found: [14, 'warning', 'slow'] },
  'no port to listen on': { machine: { canListen: () => Promise.resolve(false) }, found: [15, 'problem', 'no-port'] },
  'no browser': { machine: { hasBrowser: () => false }, found: [15, 'warning', 'no-browser'] },
  'a mobile number in a log': { plant: logLine('call from 13800138000 failed'), found: [16, 'problem', 'numbers'] },
  'a landline number in a log': { plant: logLine('to 021-12345678'), found: [16, 'problem', 'numbers'] },
  'an identity number in a log': { plant: logLine('"id":"11010519491231002X"'), found: [16, 'problem', 'numbers'] },
};

let clinic: Clinic;
beforeAll(async () => {
  clinic = new Clinic();
  await clinic.work();
});
afterAll(() => clinic.remove());

test.each(Object.entries(FAULTS))(
  '%s is found by its check alone, and the words say what to do',
  async (_name, fault) => {
    const folder = clinic.dataFolder();
    fault.plant?.(folder);
    const machine = typeof fault.machine === 'function' ? fault.machine() : fault.machine;
    const program = fault.program?.(clinic);
    const examination = await clinic.examine(folder, { ...machine, ...(program === undefined ? {} : { program }) });

    const found = examination.findings.filter(({ verdict }) => verdict !== 'ok' && verdict !== 'skipped');
    expect(found.map(({ number, verdict, code }) => [number, verdict, code])).toEqual([fault.found]);

    const [{ id, code }] = found as [(typeof found)[number]];
    for (const locale of ['zh-CN', 'en'] as const) {
      const texts = readTexts(RESOURCES, 'doctor', locale);
      expect(Object.keys(texts)).toEqual(expect.arrayContaining([`${id}.${code}`, `${id}.${code}.next`]));
      // No key instead of words, no slot left open.
      expect(asText(examination, '~', texts)).not.toMatch(/\{\w+\}|(name|verdict|skipped)\./);
    }
  },
);

/** The program with one file left out. */
function without(clinic: Clinic, file: string): string {
  const program = join(clinic.dataFolder(), '..', `program-without-${file.replaceAll('/', '-')}`);
  cpSync(clinic.program, program, { recursive: true });
  rmSync(join(program, file));
  return program;
}

function bound(clock: FakeClock): Machine['clock'] {
  return {
    wall: () => clock.wall(),
    sinceBoot: () => clock.sinceBoot(),
    bootId: () => clock.bootId(),
    after: (delay, run) => clock.after(delay, run),
  };
}

function logLine(text: string): (folder: string) => void {
  return (folder) => writeFileSync(join(folder, 'logs', 'old.log'), `${text}\n`);
}
