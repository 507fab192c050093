import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeMuch } from '#core/database/bulk.ts';
import { openDatabase } from '#core/database/open.ts';
import { lockFolder } from '#core/folder-lock.ts';
import { localeOf, readTexts } from '#core/words.ts';
import { RESOURCES, TEST_KEY, value } from '#kit/desk.ts';
import { thisMachine } from '../../../src-main/doctor/machine.ts';
import { asJson, asText, exitCodeOf, withoutHome } from '../../../src-main/doctor/report.ts';
import { Clinic, printOf } from './clinic.ts';

let clinic: Clinic;
beforeAll(async () => {
  clinic = new Clinic();
  await clinic.work();
});
afterAll(() => clinic.remove());

const texts = (locale: 'zh-CN' | 'en') => readTexts(RESOURCES, 'doctor', locale);

test('a healthy desk has sixteen checks, all well, and not a byte of it is changed', async () => {
  const folder = clinic.dataFolder();
  const before = printOf(folder);
  const examination = await clinic.examine(folder);
  expect(examination.findings.map(({ number, verdict }) => [number, verdict])).toEqual(
    Array.from({ length: 16 }, (_, index) => [index + 1, 'ok']),
  );
  expect(exitCodeOf(examination)).toBe(0);
  expect(printOf(folder)).toEqual(before);
});

test('what a crash left in the write-ahead log counts, and stays there', async () => {
  const worked = clinic.dataFolder();
  const crashed = clinic.dataFolder();
  const database = value(openDatabase(worked, TEST_KEY));
  database.prepare(`DELETE FROM countdown WHERE kind = 'hold'`).run();
  cpSync(worked, crashed, { recursive: true, preserveTimestamps: true });
  database.close();
  const before = printOf(crashed);
  const { findings } = await clinic.examine(crashed);
  expect(findings.filter(({ verdict }) => verdict === 'problem').map(({ number }) => number)).toEqual([11]);
  expect(printOf(crashed)).toEqual(before);
});

test('what a stop in the middle of a large transaction left does not count, and stays there', async () => {
  const worked = clinic.dataFolder();
  const stopped = clinic.dataFolder();
  const database = value(openDatabase(worked, TEST_KEY));
  const stop = new Error('stopped');
  const write = database.transaction(() => {
    database.prepare(`DELETE FROM countdown WHERE kind = 'hold'`).run();
    const insert = database.prepare('INSERT INTO pack (hash, body, stored_at) VALUES (?, ?, 0)');
    for (let row = 0; row < 2_000; row += 1) insert.run(String(row), 'x'.repeat(12_000));
    cpSync(worked, stopped, { recursive: true, preserveTimestamps: true });
    throw stop;
  });
  expect(() => writeMuch(database, 1_000_000_000, () => write.immediate())).toThrow(stop);
  database.close();
  const before = printOf(stopped);
  expect(before.some((line) => line.includes('-journal'))).toBe(true);
  const { findings } = await clinic.examine(stopped);
  expect(findings.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
  expect(printOf(stopped)).toEqual(before);
});

test('beside a running desk everything is read in short looks, and the desk goes on writing', async () => {
  const folder = clinic.dataFolder();
  const lock = value(lockFolder(folder));
  const database = value(openDatabase(folder, TEST_KEY));
  database.prepare('DELETE FROM notice').run();
  // The shared memory of the readers is no data: it tells who reads at the moment.
  const print = () => printOf(folder).filter((line) => !line.includes('-shm'));
  const before = print();
  const examination = await clinic.examine(folder);
  expect(print()).toEqual(before);
  expect(examination.running).toBe(true);
  expect(
    examination.findings.filter(({ verdict }) => verdict !== 'ok').map(({ number, code }) => [number, code]),
  ).toEqual([[8, 'desk-runs']]);
  expect(asText(examination, '~', texts('zh-CN'))).toContain(texts('zh-CN').running);
  expect(database.prepare('DELETE FROM notice').run().changes).toBe(0);
  database.close();
  lock.release();
  expect((await clinic.examine(folder)).running).toBe(false);
});

test('a folder that is not there is told and not made', async () => {
  const folder = join(clinic.program, 'nothing-here');
  const examination = await clinic.examine(folder);
  expect(
    examination.findings.filter(({ verdict }) => verdict !== 'ok').map(({ number, verdict }) => [number, verdict]),
  ).toEqual([3, 5, 6, 7, 8, 9, 10, 11, 13, 16].map((number) => [number, number === 3 ? 'warning' : 'skipped']));
  expect(() => printOf(folder)).toThrow();
});

test('a folder that was just made, or in which a first start was cut short, has no database yet', async () => {
  const folder = join(clinic.program, 'fresh');
  mkdirSync(folder, { mode: 0o700 });
  const opened = async () => (await clinic.examine(folder)).findings.find(({ id }) => id === 'database-opens');
  expect(await opened()).toMatchObject({ verdict: 'skipped', code: 'no-database' });
  writeFileSync(join(folder, 'desk.key'), Buffer.from(TEST_KEY).toString('hex'), { mode: 0o600 });
  expect(await opened()).toMatchObject({ verdict: 'skipped', code: 'no-database' });
  writeFileSync(join(folder, 'desk.sqlite'), '');
  expect(await opened()).toMatchObject({ verdict: 'skipped', code: 'no-database' });
});

test('a key in the key store of the system is no fault; what needs it is left out', async () => {
  const folder = clinic.dataFolder();
  cpSync(join(folder, 'desk.key'), join(folder, 'data-key.json'));
  rmSync(join(folder, 'desk.key'));
  const { findings } = await clinic.examine(folder);
  expect(findings.filter(({ verdict }) => verdict === 'skipped').map(({ number }) => number)).toEqual([
    6, 7, 8, 9, 10, 11, 13,
  ]);
  expect(findings[4]).toMatchObject({ id: 'key', code: 'in-key-store' });
});

test('nothing of a customer or of the user is in what is printed', async () => {
  const folder = clinic.dataFolder();
  const examination = await clinic.examine(folder);
  const printed = [
    asJson(examination),
    ...(['zh-CN', 'en'] as const).map((locale) => asText(examination, '~', texts(locale))),
  ].join();
  const database = value(openDatabase(folder, TEST_KEY));
  const phones = database.prepare(`SELECT phone FROM customer WHERE phone <> ''`).pluck().all() as string[];
  database.close();
  expect(phones.length).toBeGreaterThan(5);
  for (const phone of phones) expect(printed).not.toContain(phone);
  expect(printed).not.toContain(folder);
  expect(withoutHome('/home/lin/.local/share/zuoxi', '/home/lin')).toBe('~/.local/share/zuoxi');
});

test('Chinese unless the terminal says English, and both have the same words', () => {
  expect([{}, { LANG: 'zh_CN.UTF-8' }, { LANG: 'en_GB.UTF-8' }, { LC_ALL: 'C', LANG: 'en_US' }].map(localeOf)).toEqual([
    ...['zh-CN', 'zh-CN', 'en', 'zh-CN'],
  ]);
  expect(Object.keys(texts('en'))).toEqual(Object.keys(texts('zh-CN')));
});

test('the machine itself can be asked', async () => {
  expect(thisMachine.timeWrites(clinic.program)).toHaveLength(21);
  expect(thisMachine.freeBytes(clinic.program)).toBeGreaterThan(0);
  expect(await thisMachine.canListen()).toBe(true);
});
