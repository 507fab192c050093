import { chmodSync, cpSync, existsSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { folderPrint } from '#kit/database-print.ts';
import { temporaryFolder } from '#kit/desk.ts';
import { refusedStart, startLoopback, type LaunchOptions } from '#kit/loopback-process.ts';
import { workedIn, type Templates } from './refusals.ts';

/** Starts that cannot be: each says what to do, ends with a code, and leaves every file as it was. */

let templates: Templates;
let folder: ReturnType<typeof temporaryFolder>;
let data: string;
beforeAll(async () => {
  templates = await workedIn();
});
afterAll(() => templates.remove());
beforeEach(() => {
  folder = temporaryFolder('refused');
  data = join(folder.path, 'data');
  cpSync(templates.killed, data, { recursive: true });
});
afterEach(() => folder.remove());

async function refused(says: RegExp, code: number, options: Partial<LaunchOptions> = {}): Promise<void> {
  const before = folderPrint(folder.path);
  const ending = await refusedStart({ dataFolder: data, ...options });
  expect(ending.output).toMatch(says);
  expect(ending.code).toBe(code);
  expect(ending.output).not.toMatch(/\n\s+at |node:internal/);
  expect(folderPrint(folder.path)).toEqual(before);
}

const laughs = [
  'a0: &a0 [x, x]',
  ...Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`),
].join('\n');
const packs: readonly (readonly [string, string | number, RegExp])[] = [
  [
    'YAML that cannot be read',
    'stages: [greet\n  - "',
    /has faults and was not used:.*this bracket is not closed.*Mend them as shown/s,
  ],
  [
    'what is no pack',
    'schema: 1\nstages: []\n',
    /has faults and was not used:.*stages\.0: this is missing.*Mend them as shown/s,
  ],
  ['a key that is there twice', 'id: a\nid: b\n', /has faults.*in line 2 is there already/s],
  ['aliases that grow to gigabytes', laughs, /has faults and was not used:.*alias/is],
  ['lists in lists in lists', `a: ${'['.repeat(100_000)}`, /has faults and was not used/],
  ['fifty megabytes', 50 * 1024 * 1024, /has faults and was not used:.*larger than 8 MB/s],
  ['nothing', 0, /has faults and was not used/],
];
test.each(packs)('a pack with %s is refused', async (_what, content, says) => {
  const pack = join(folder.path, 'pack.yaml');
  writeFileSync(pack, typeof content === 'string' ? content : '');
  if (typeof content === 'number') truncateSync(pack, content);
  await refused(says, 1, { args: ['--pack', pack] });
});

test('a pack that is not there, or is a folder without sources, is refused', async () => {
  await refused(/has faults.*there is no such file or folder/s, 1, {
    args: ['--pack', join(folder.path, 'none.yaml')],
  });
  const empty = join(folder.path, 'empty');
  mkdirSync(empty);
  await refused(/has faults.*the folder has no \.yaml or \.yml files/s, 1, { args: ['--pack', empty] });
});

test('a port that is taken is told, and the data was not even opened', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  await refused(new RegExp(`Port ${port} is used by another program.*Choose another port`, 's'), 1, { port });
  other.close();
});

test.each([
  ['--nonsense', /not known: .*--nonsense.*--help/s],
  ['extra', /not known: .*extra.*--help/s],
  ['--port=70000', /70000 is not a port: give a whole number from 0 to 65535/],
  ['--port=-1', /-1 is not a port/],
  ['--port=8o', /8o is not a port/],
  ['--port=', /is not a port/],
  ['--pack', /--pack needs a value after it/],
])('the option %s is refused', async (option, says) => {
  await refused(says, 2, { args: [option] });
});

test('a data folder that is a file is refused', async () => {
  const file = join(folder.path, 'file');
  writeFileSync(file, 'of somebody else');
  await refused(/data folder cannot be written to: .*file\nNothing was changed\. Check its permissions/, 1, {
    dataFolder: file,
  });
  await refused(/data folder cannot be written to/, 1, { dataFolder: join(file, 'inside') });
});

const proc = process.platform === 'linux';
test.skipIf(!proc)('a data folder that cannot be made is told at once (Linux only: needs /proc)', async () => {
  await refused(/data folder cannot be written to: \/proc\/zuoxi\/deeper\nNothing/, 1, {
    dataFolder: '/proc/zuoxi/deeper',
  });
});

const root = process.getuid?.() === 0;
test.skipIf(!root)('a folder that this user cannot write is refused (root only: needs another user)', async () => {
  chmodSync(folder.path, 0o755);
  chmodSync(data, 0o755);
  for (const name of ['desk.sqlite', 'desk.key', 'desk.key-mark', 'desk.lock']) chmodSync(join(data, name), 0o644);
  await refused(/data folder cannot be written to: .*Check its permissions/s, 1, { uid: 65_534 });
  const none = join(data, 'deeper');
  await refused(/data folder cannot be written to/, 1, { uid: 65_534, dataFolder: none });
  expect(existsSync(none)).toBe(false);
  const unreadable = join(folder.path, 'unreadable');
  mkdirSync(unreadable, { mode: 0o700 });
  await refused(/data folder cannot be written to/, 1, { uid: 65_534, dataFolder: unreadable });
});

test('a second start on the same data leads to the first, which goes on undisturbed', async () => {
  const first = await startLoopback({ dataFolder: data });
  const { client } = await first.connect();
  const second = await refusedStart({ dataFolder: data });
  expect([second.code, second.output]).toEqual([
    0,
    `The desk of this data folder is running already: ${first.address}\n`,
  ]);
  expect(await client.request('desk.break', { on: true })).toEqual({ ok: true });
  // Also one with other wishes, and several at once.
  const more = await Promise.all([1, 2, 3].map(() => refusedStart({ dataFolder: data, args: ['--pack', 'none'] })));
  expect(more.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(await client.request('case.list', { range: 'all', before: null, limit: 1 })).toMatchObject({ ok: true });
  await first.kill('SIGKILL');
  const third = await startLoopback({ dataFolder: data });
  expect(third.token).not.toBe(first.token);
  expect((await third.stop()).code).toBe(0);
});
