import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/door/root.mjs';
import { writeRequest } from '#shared/contract/sync.ts';
import { zhPack } from '#kit/desk.ts';
import { PACK_KEY, signedPack } from '#kit/service/pack-key.ts';
import { customer, failureOf, get, HttpDesk } from '#kit/service/http-desk.ts';

const main = join(root, 'src-service', 'main.ts');
const settings = { env: { ...process.env, ZUOXI_PACK_KEYS: PACK_KEY } };
const folder = mkdtempSync(join(tmpdir(), 'zuoxi-commands-'));
let serving: ChildProcess;
let printed = '';

beforeAll(async () => {
  serving = spawn(process.execPath, [main, 'serve', '--with-code', '--port', '0', '--data', folder], settings);
  await new Promise<void>((resolve, reject) => {
    serving.stdout!.on('data', (data) => {
      printed += String(data);
      if (printed.includes('Enrolment code')) resolve();
    });
    serving.once('exit', () => reject(new Error(printed)));
  });
});

afterAll(() => {
  serving.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function enrolled(address: string, label?: string): Promise<HttpDesk> {
  return HttpDesk.enrol(address, /: ([\w-]{19})$/mu.exec((await command('enrol-code')).out)![1]!, label);
}

function command(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...args, '--data', folder], settings, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

test('an administrator enrols, lists, revokes, backs up, and publishes while the service serves', async () => {
  const address = /http:\S+/u.exec(printed)![0];
  const desk = await HttpDesk.enrol(address, /: ([\w-]{19})$/mu.exec(printed)![1]!);
  desk.act(customer('c1'));
  await desk.sync();
  const code = await command('enrol-code', '--branch', 'sh', '--role', 'lead');
  const other = await HttpDesk.enrol(address, /: ([\w-]{19})$/mu.exec(code.out)![1]!);
  expect(other.enrolment).toMatchObject({ branch: 'sh', role: 'lead' });

  const listed = (await command('device', 'list', '--json')).out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(listed).toMatchObject([
    { id: desk.id, lastSeq: 1 },
    { id: other.id, branch: 'sh', revokedAt: null },
  ]);
  expect((await command('device', 'list')).out).toMatch(
    new RegExp(
      `^ID .*\\n${desk.id} +main +agent +2.* UTC +1 +enrolled\\n${other.id} +sh +lead +2.* UTC +0 +enrolled\\n$`,
      'u',
    ),
  );
  expect((await command('device', 'revoke', other.id)).code).toBe(0);
  expect(failureOf(await get(address, '/packs', other.token))).toBe('revoked');
  expect(await command('device', 'revoke', 'nobody')).toMatchObject({ code: 1, out: '' });

  const copy = join(folder, 'copy.sqlite');
  expect((await command('backup', copy)).code).toBe(0);
  expect(statSync(copy).mode & 0o077).toBe(0);
  expect(await command('backup', copy)).toMatchObject({ code: 1, out: '' });

  const pack = join(folder, 'spring.zxpack');
  writeFileSync(pack, signedPack(zhPack().pack, null));
  expect(await command('pack', 'publish', pack)).toMatchObject({
    code: 1,
    err: expect.stringContaining('signed') as unknown,
  });
  writeFileSync(pack, signedPack(zhPack().pack));
  const published = (await command('pack', 'publish', pack, '--label', 'spring')).out;
  expect(published).toContain(`${zhPack().pack.name} ${zhPack().pack.version}`);
  const sha256 = /[0-9a-f]{64}/u.exec(published)![0];
  expect((await get(address, `/packs/${sha256}`, desk.token)).body).toBe(readFileSync(pack, 'utf8'));

  expect(await command('restore')).toMatchObject({ code: 1, out: '' });
});

test('what was put aside is listed without what customers said, shown, tried again and dropped', async () => {
  const address = /http:\S+/u.exec(printed)![0];
  const [desk, other] = await Promise.all([0, 1].map(() => enrolled(address)));
  desk!.act({ entity: 'customer', id: 'later', kind: 'update', body: { surname: '王' } });
  desk!.act({ entity: 'nonsense', id: 'n', kind: 'update', body: {} });
  await desk!.sync();
  const { out } = await command('quarantine', 'list');
  expect(out).toContain('update customer later (surname)');
  expect(out).not.toContain('王');
  const [first, second] = [...out.matchAll(/^(\d+) /gmu)].map(([, place]) => place!);
  expect((await command('quarantine', 'show', first!)).out).toContain('王');
  const still = await command('quarantine', 'release', first!);
  expect(still).toMatchObject({ code: 1, out: '', err: expect.stringContaining('new number') as unknown });
  expect((await command('quarantine', 'show', first!)).code).toBe(1);
  other!.act(customer('later'));
  await other!.sync();
  expect((await command('quarantine', 'drop', second!)).code).toBe(0);
  expect((await command('quarantine', 'list')).out).toBe('Nothing was put aside.\n');
  for (const what of ['show', 'release', 'drop']) {
    expect(await command('quarantine', what, second!)).toMatchObject({ code: 1, out: '' });
    expect(await command('quarantine', what, 'x')).toMatchObject({ code: 1, out: '' });
  }
});

test('what a desk says of itself is one line of a list, and spoils none', async () => {
  const address = /http:\S+/u.exec(printed)![0];
  const desk = await enrolled(address, '前台\n00000000-0000-4000-8000-000000000000  sh  \u001b[2Jadmin');
  const { out } = await command('device', 'list');
  expect(out.split('\n').filter((line) => line.startsWith(desk.id))).toHaveLength(1);
  expect(out).not.toMatch(/^0{8}/mu);
  expect(out).not.toContain('\u001b');
  desk.act({ entity: 'nonsense', id: 'n', kind: 'update', body: {} });
  const request = desk.request();
  const ops = request.push!.ops.map((op) => ({ ...op, wall: Number.MAX_SAFE_INTEGER - 1 }));
  await desk.send(writeRequest({ ...request, push: { ...request.push!, ops } }));
  const kept = await command('quarantine', 'list');
  expect(kept).toMatchObject({ code: 0, err: '' });
  const [, place] = /^(\d+) .* update nonsense n/mu.exec(kept.out)!;
  expect((await command('quarantine', 'drop', place!)).code).toBe(0);
});

test('a second service does not serve the folder that one serves already', async () => {
  expect(await command('serve', '--port', '0')).toMatchObject({
    code: 1,
    err: expect.stringContaining('serves this folder') as unknown,
  });
});

test('what is asked wrongly is told, and nothing is done', async () => {
  for (const args of [
    ['nothing'],
    ['device'],
    ['backup'],
    ['enrol-code', '--role', 'king'],
    ['serve', '--no-such-option'],
  ]) {
    expect(await command(...args)).toMatchObject({ code: 2, out: '' });
  }
  expect((await command('enrol-code', '--role', 'king')).err).toContain('--role');
  expect((await command('enrol-code', '--branch', 'a b')).err).toContain('--branch');
  expect((await command('device', 'list', '--jsn')).err).toContain('--jsn');
  expect((await command('backup', join(folder, 'nowhere', 'copy.sqlite'))).err).toContain(join(folder, 'nowhere'));
  expect((await command('--help')).out).toContain('enrol-code');
  expect(await command('serve', '--port', '70000')).toMatchObject({
    code: 2,
    err: expect.stringContaining('port') as unknown,
  });
});

test.runIf(process.platform === 'linux')('a data folder that cannot be made is told at once, by its name', async () => {
  const started = await new Promise<{ readonly killed: boolean; readonly err: string }>((resolve) => {
    const args = [main, 'serve', '--port', '0', '--data', '/proc/nowhere'];
    const child = execFile(
      process.execPath,
      args,
      { ...settings, timeout: 20_000, killSignal: 'SIGKILL' as const },
      (_error, _out, err) => resolve({ killed: child.killed, err }),
    );
  });
  expect(started).toEqual({ killed: false, err: expect.stringContaining('/proc/nowhere') as unknown });
});

test('a command for a folder without a service makes nothing there', async () => {
  const empty = join(folder, 'empty');
  const args = [main, 'enrol-code', '--branch', 'sh', '--data', empty];
  const told = await new Promise<string>((resolve) =>
    execFile(process.execPath, args, settings, (_, __, err) => resolve(err)),
  );
  expect(told).toContain(empty);
  expect(existsSync(empty)).toBe(false);
});

test('a service that is asked to stop ends in order, and its folder can be restored and served again', async () => {
  const desk = await enrolled(/http:\S+/u.exec(printed)![0]);
  desk.act(customer('c2'));
  await desk.sync();
  const stopped = new Promise((resolve) => serving.once('exit', (exit) => resolve(exit)));
  serving.kill('SIGTERM');
  expect(await stopped).toBe(0);
  expect((await command('restore')).code).toBe(0);
  const again = spawn(process.execPath, [main, 'serve', '--port', '0', '--data', folder], settings);
  const [said] = (await once(again.stdout, 'data')) as [Buffer];
  const address = /The service is at (\S+)/u.exec(String(said))![1]!;
  expect(await desk.at(address).sync()).toMatchObject({
    kind: 'exchanged',
    forks: { 'branch:main': expect.any(Number) as number },
  });
  again.kill('SIGTERM');
  expect(await once(again, 'exit')).toEqual([0, null]);
});
