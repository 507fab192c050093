import { cpSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { folderPrint } from '#kit/database-print.ts';
import { temporaryFolder } from '#kit/desk.ts';
import { refusedStart, startLoopback } from '#kit/loopback-process.ts';
import { cut, databaseIn, fromTheFuture, scribble, workedIn, type Templates } from './refusals.ts';

/** Records that cannot be opened are never replaced or touched: the desk says what is wrong and what to do, and ends. */

let templates: Templates;
let folder: ReturnType<typeof temporaryFolder>;
beforeAll(async () => {
  templates = await workedIn();
});
afterAll(() => templates.remove());
beforeEach(() => {
  folder = temporaryFolder('bad');
});
afterEach(() => folder.remove());

interface Bad {
  readonly what: string;
  readonly template: 'stopped' | 'killed';
  readonly spoil: (folder: string) => void;
  readonly says: RegExp;
}

const DAMAGED = /database file is damaged .* left as it is\. Copy the whole data folder first, then restore it/s;
const MISSING = /desk\.sqlite is gone\. Zuoxi did not start .* Restore desk\.sqlite from a backup/s;
const NEWER =
  /newer version of Zuoxi \(schema 9990; this version knows up to \d+\)\. The file was not changed\. Install/s;
const middle = (file: string): number => Math.floor(statSync(file).size / 2 / 4096) * 4096;
const key = (path: string): string => join(path, 'desk.key');
const whole = 'f'.repeat(64);

const bad: readonly Bad[] = [
  {
    what: 'nothing but noise',
    template: 'stopped',
    spoil: (at) => scribble(databaseIn(at), 0, Infinity),
    says: DAMAGED,
  },
  {
    what: 'a file of another program',
    ...{ template: 'stopped', says: DAMAGED },
    spoil: (at) => writeFileSync(databaseIn(at), '%PDF-1.7\n'),
  },
  {
    what: 'no key any more',
    ...{ template: 'killed', spoil: (at: string) => rmSync(key(at)) },
    says: /key file desk\.key is not\. The database was left as it is\. Put the key file back/,
  },
  {
    what: 'an unreadable key',
    ...{ template: 'killed', spoil: (at: string) => writeFileSync(key(at), '{"key":') },
    says: /desk\.key cannot be read .* Restore the key file from a backup/s,
  },
  // With a write-ahead log the damage may be healed by it, and then nothing is lost.
  {
    what: 'a damaged page in the middle',
    ...{ template: 'stopped', says: DAMAGED },
    spoil: (at) => scribble(databaseIn(at), middle(databaseIn(at)), 4096),
  },
  {
    what: 'half a file',
    template: 'stopped',
    spoil: (at) => cut(databaseIn(at), middle(databaseIn(at))),
    says: DAMAGED,
  },
  {
    what: 'a damaged first page',
    ...{ template: 'stopped', says: DAMAGED },
    spoil: (at) => scribble(databaseIn(at), 0, 4096),
  },
  ...(['stopped', 'killed'] as const).flatMap((template): Bad[] => [
    { what: 'an empty file', template, spoil: (at) => cut(databaseIn(at), 0), says: MISSING },
    { what: 'no database any more', template, spoil: (at) => rmSync(databaseIn(at)), says: MISSING },
    { what: 'a newer version', template, spoil: (at) => fromTheFuture(at, template === 'killed'), says: NEWER },
    {
      what: 'the key of another desk',
      ...{ template, spoil: (at: string) => writeFileSync(key(at), whole) },
      says: /key does not belong to this database\. The database was left as it is\. Put the right desk\.key back/,
    },
  ]),
];

test.each(bad)('$what ($template before): refused, and every file is as it was', async ({ template, spoil, says }) => {
  cpSync(templates[template], folder.path, { recursive: true });
  spoil(folder.path);
  const before = folderPrint(folder.path);
  const ending = await refusedStart({ dataFolder: folder.path });
  expect(ending.output).toMatch(says);
  expect(ending.code).toBe(1);
  expect(ending.output).not.toMatch(/\n\s+at |node:internal/);
  expect(folderPrint(folder.path)).toEqual(before);
});

/** The desk opens, and its cases are there. */
async function opensWithAll(): Promise<void> {
  const desk = await startLoopback({ dataFolder: folder.path });
  const { client } = await desk.connect();
  const list = await client.request('case.list', { range: 'all', before: null, limit: 200 });
  expect(list.ok && list.value.items.length).toBeGreaterThan(5);
  await desk.kill();
}

test.each([
  ['a damaged first page', 4096],
  ['nothing but noise', Infinity],
])('%s, while the write-ahead log has every page of it: opened, and nothing is lost', async (_what, bytes) => {
  cpSync(templates.killed, folder.path, { recursive: true });
  scribble(databaseIn(folder.path), 0, bytes);
  await opensWithAll();
});

test('a database that is put back is opened as if nothing had been', async () => {
  cpSync(templates.stopped, folder.path, { recursive: true });
  const aside = join(folder.path, 'aside');
  renameSync(databaseIn(folder.path), aside);
  await refusedStart({ dataFolder: folder.path });
  renameSync(aside, databaseIn(folder.path));
  await opensWithAll();
});

test('a mark of the key that was cut short by a crash locks nobody out', async () => {
  cpSync(templates.killed, folder.path, { recursive: true });
  writeFileSync(join(folder.path, 'desk.key-mark'), '');
  const desk = await startLoopback({ dataFolder: folder.path });
  await desk.stop();
  expect(statSync(join(folder.path, 'desk.key-mark')).size).toBe(65);
});
