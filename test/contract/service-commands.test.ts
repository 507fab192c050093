import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/door/root.mjs';
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

function command(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...args, '--data', folder], settings, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

test('an administrator enrols, lists, revokes, backs up, publishes and restores while the service serves, then it stops in order', async () => {
  const address = /http:\S+/u.exec(printed)![0];
  const desk = await HttpDesk.enrol(address, /: ([\w-]{19})$/mu.exec(printed)![1]!);
  desk.act(customer('c1'));
  await desk.sync();
  const code = await command('enrol-code', '--branch', 'sh', '--role', 'lead');
  const other = await HttpDesk.enrol(address, /: ([\w-]{19})$/mu.exec(code.out)![1]!);
  expect(other.enrolment).toMatchObject({ branch: 'sh', role: 'lead' });

  const listed = (await command('device', 'list')).out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(listed).toMatchObject([
    { id: desk.id, lastSeq: 1 },
    { id: other.id, branch: 'sh', revokedAt: null },
  ]);
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

  expect((await command('restore')).code).toBe(0);
  expect(await desk.sync()).toMatchObject({ kind: 'exchanged', forks: { 'branch:main': 1 } });

  const stopped = new Promise((resolve) => serving.once('exit', (exit) => resolve(exit)));
  serving.kill('SIGTERM');
  expect(await stopped).toBe(0);
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
