import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keyFile } from '#core/key-file.ts';
import { wrappedKeyStore, type SystemKeyStore } from '../../../src-main/electron/key-store.ts';

/** The system's key store, as far as it can be seen from outside: what it wrapped, it opens. */
class FakeSystem implements SystemKeyStore {
  available = true;
  stale = false;
  secret = 'the first secret';

  isAsyncEncryptionAvailable = (): Promise<boolean> => Promise.resolve(this.available);
  encryptStringAsync = (text: string): Promise<Buffer> => Promise.resolve(Buffer.from(`${this.secret}|${text}`));
  decryptStringAsync = (wrapped: Buffer): ReturnType<SystemKeyStore['decryptStringAsync']> => {
    const [secret, result = ''] = wrapped.toString().split('|');
    if (secret !== this.secret) return Promise.reject(new Error('cannot be opened'));
    return Promise.resolve({ result, shouldReEncrypt: this.stale });
  };
}

let folder: string;
let file: string;
let system: FakeSystem;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zuoxi-key-'));
  file = join(folder, 'data-key.json');
  system = new FakeSystem();
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a key is made once and found again, wrapped and for its owner only', async () => {
  const store = wrappedKeyStore(folder, system);
  expect(await store.load()).toEqual({ ok: false, error: { code: 'key-missing' } });
  const made = await store.create();
  expect(made.ok && made.value.length).toBe(32);
  expect(await wrappedKeyStore(folder, system).load()).toEqual(made);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(existsSync(`${file}.new`)).toBe(false);
  expect(made.ok && readFileSync(file, 'utf8').includes(Buffer.from(made.value).toString('base64'))).toBe(false);
});

test('a key that is there is never replaced', async () => {
  const store = wrappedKeyStore(folder, system);
  const first = await store.create();
  expect(await store.create()).toEqual(first);

  const before = readFileSync(file);
  system.secret = 'another user';
  expect(await store.create()).toMatchObject({ ok: false, error: { code: 'key-unreadable' } });
  writeFileSync(file, 'damaged');
  expect(await store.create()).toMatchObject({ ok: false, error: { code: 'key-unreadable' } });
  expect(readFileSync(file, 'utf8')).toBe('damaged');
  expect(before.length).toBeGreaterThan(0);
});

describe('a key store of the system that fails', () => {
  test('when it is locked, nothing is made and nothing is lost', async () => {
    system.available = false;
    const store = wrappedKeyStore(folder, system);
    expect(await store.create()).toMatchObject({ ok: false, error: { code: 'key-store-unavailable' } });
    expect(existsSync(file)).toBe(false);
    system.available = true;
    const made = await store.create();
    system.available = false;
    expect(await store.load()).toMatchObject({ ok: false, error: { code: 'key-store-unavailable' } });
    system.available = true;
    expect(await store.load()).toEqual(made);
  });

  test('when it throws instead of answering', async () => {
    system.isAsyncEncryptionAvailable = () => Promise.reject(new Error('no bus'));
    expect(await wrappedKeyStore(folder, system).create()).toMatchObject({ error: { code: 'key-store-unavailable' } });
  });

  test('when it gives back something else than it was given', async () => {
    system.decryptStringAsync = () => Promise.resolve({ result: 'rubbish', shouldReEncrypt: false });
    expect(await wrappedKeyStore(folder, system).create()).toMatchObject({ error: { code: 'key-store-unavailable' } });
    expect(existsSync(file)).toBe(false);
  });

  test('when it cannot wrap', async () => {
    system.encryptStringAsync = () => Promise.reject(new Error('denied'));
    expect(await wrappedKeyStore(folder, system).create()).toMatchObject({ error: { code: 'key-store-unavailable' } });
    expect(existsSync(file)).toBe(false);
  });
});

test('a key is wrapped anew when the system asks for it, and stays the same key', async () => {
  const store = wrappedKeyStore(folder, system);
  const made = await store.create();
  system.stale = true;
  const asked: string[] = [];
  const wrap = system.encryptStringAsync;
  system.encryptStringAsync = (text) => {
    asked.push(text);
    return wrap(text);
  };
  expect(await store.load()).toEqual(made);
  expect(asked).toHaveLength(1);
  expect(await wrappedKeyStore(folder, system).load()).toEqual(made);
});

test('the plain key of the desk in the browser is taken over, and goes only when the wrapped one is there', async () => {
  const plain = await keyFile(folder).create();
  system.available = false;
  const store = wrappedKeyStore(folder, system);
  expect(await store.load()).toMatchObject({ ok: false, error: { code: 'key-store-unavailable' } });
  expect(existsSync(join(folder, 'desk.key'))).toBe(true);

  system.available = true;
  const taken = await store.load();
  expect(taken.ok && plain.ok && Buffer.from(taken.value).equals(plain.value)).toBe(true);
  expect(existsSync(join(folder, 'desk.key'))).toBe(false);
  expect(await store.load()).toEqual(taken);
});

test('a plain key that a crash has left beside the wrapped one goes at the next start, or stops nothing', async () => {
  const plain = join(folder, 'desk.key');
  await keyFile(folder).create();
  const left = readFileSync(plain);
  const taken = await wrappedKeyStore(folder, system).load();
  writeFileSync(plain, left);
  expect(await wrappedKeyStore(folder, system).load()).toEqual(taken);
  expect(existsSync(plain)).toBe(false);

  // Cannot be removed as a file.
  mkdirSync(join(plain, 'full'), { recursive: true });
  expect(await wrappedKeyStore(folder, system).load()).toEqual(taken);
});

test('a folder that cannot be written to is told', async () => {
  expect(await wrappedKeyStore(join(folder, 'gone'), system).create()).toEqual({
    ok: false,
    error: { code: 'key-store-unavailable', reason: 'ENOENT' },
  });
});
