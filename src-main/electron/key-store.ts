import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { writeDurably } from '#core/durable-file.ts';
import type { KeyFailure, KeyStore } from '#core/host.ts';
import { keyFile, PLAIN_KEY_FILE, WRAPPED_KEY_FILE } from '#core/key-file.ts';
import { systemCode } from '#core/system-error.ts';

/** Only the calls that stay when Electron 46 takes the synchronous ones away. */
export type SystemKeyStore = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
>;

const KEY_BYTES = 32;
const wrappedKeySchema = z.strictObject({ version: z.literal(1), wrapped: z.base64() });

type Loaded = Result<Uint8Array, KeyFailure>;

/**
 * Keeps the data key in the data folder, wrapped by the system's key store (Keychain, DPAPI, the desktop's key ring). A key
 * that is there is never replaced by another one: without it the database would be lost. A key that the desk in the browser
 * has kept in a plain file is taken over; the plain file goes once the wrapped one is safely there.
 */
export function wrappedKeyStore(dataFolder: string, system: SystemKeyStore): KeyStore {
  const file = join(dataFolder, WRAPPED_KEY_FILE);
  const plainFile = keyFile(dataFolder);

  const load = async (): Promise<Loaded> => {
    const wrapped = await readWrapped(file);
    if (!wrapped.ok) return wrapped.error.code === 'key-missing' ? takeOver() : wrapped;
    const unavailable = await whyUnavailable(system);
    if (unavailable !== null) return fail(unavailable);
    const unwrapped = await unwrap(system, wrapped.value);
    if (!unwrapped.ok) return unwrapped;
    if (unwrapped.value.stale) await wrapAnew(file, system, unwrapped.value.key);
    await removePlain();
    return ok(unwrapped.value.key);
  };

  const keep = async (key: Uint8Array): Promise<Loaded> => {
    const unavailable = await whyUnavailable(system);
    if (unavailable !== null) return fail(unavailable);
    const stored = await wrapAnew(file, system, key);
    return stored.ok ? ok(key) : stored;
  };

  const takeOver = async (): Promise<Loaded> => {
    const plain = await plainFile.load();
    if (!plain.ok) return plain;
    const kept = await keep(new Uint8Array(plain.value));
    if (kept.ok) await removePlain();
    return kept;
  };

  /** At every start, since the last one may have ended in between; what cannot be removed now is tried again then. */
  const removePlain = (): Promise<void> => rm(join(dataFolder, PLAIN_KEY_FILE), { force: true }).catch(() => undefined);

  const create = async (): Promise<Loaded> => {
    const existing = await load();
    if (existing.ok || existing.error.code !== 'key-missing') return existing;
    return keep(new Uint8Array(randomBytes(KEY_BYTES)));
  };

  return { load, create };
}

async function readWrapped(file: string): Promise<Result<Buffer, KeyFailure>> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return fail({ code: 'key-missing' });
    return fail({ code: 'key-unreadable', reason: systemCode(error) });
  }
  const parsed = wrappedKeySchema.safeParse(asJson(content));
  if (!parsed.success) return fail({ code: 'key-unreadable', reason: 'not-a-key' });
  return ok(Buffer.from(parsed.data.wrapped, 'base64'));
}

async function whyUnavailable(system: SystemKeyStore): Promise<KeyFailure | null> {
  try {
    if (await system.isAsyncEncryptionAvailable()) return null;
    return { code: 'key-store-unavailable', reason: 'store-locked' };
  } catch {
    return { code: 'key-store-unavailable', reason: 'store-silent' };
  }
}

/** `stale` when the system has changed its own key and would like ours to be wrapped again. */
async function unwrap(
  system: SystemKeyStore,
  wrapped: Buffer,
): Promise<Result<{ readonly key: Uint8Array; readonly stale: boolean }, KeyFailure>> {
  try {
    const { result, shouldReEncrypt } = await system.decryptStringAsync(wrapped);
    const key = new Uint8Array(Buffer.from(result, 'base64'));
    if (key.length === KEY_BYTES) return ok({ key, stale: shouldReEncrypt });
    return fail({ code: 'key-unreadable', reason: 'not-a-key' });
  } catch {
    return fail({ code: 'key-unreadable', reason: 'store-refuses' });
  }
}

/** Wraps `key` and keeps it, but only after what is to be kept was opened again. */
async function wrapAnew(file: string, system: SystemKeyStore, key: Uint8Array): Promise<Result<void, KeyFailure>> {
  try {
    const wrapped = await system.encryptStringAsync(Buffer.from(key).toString('base64'));
    const again = await unwrap(system, wrapped);
    if (!again.ok || !Buffer.from(again.value.key).equals(key)) {
      return fail({ code: 'key-store-unavailable', reason: 'store-forgets' });
    }
    writeDurably(file, `${JSON.stringify({ version: 1, wrapped: wrapped.toString('base64') })}\n`);
    return ok();
  } catch (error) {
    return fail({ code: 'key-store-unavailable', reason: systemCode(error) });
  }
}

function asJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
