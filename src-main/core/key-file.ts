import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok } from '#shared/base/result.ts';
import type { KeyStore } from './host.ts';

const KEY_BYTES = 32;

/** The data key in a file that only its owner can read: for hosts without a key store of the operating system. */
export function keyFile(dataFolder: string): KeyStore {
  const path = join(dataFolder, 'desk.key');
  return {
    load: () => {
      if (!existsSync(path)) return Promise.resolve(fail({ code: 'key-missing' }));
      try {
        const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
        return Promise.resolve(
          key.length === KEY_BYTES ? ok(key) : fail({ code: 'key-unreadable', reason: 'not 64 hexadecimal digits' }),
        );
      } catch (error) {
        return Promise.resolve(fail({ code: 'key-unreadable', reason: codeOf(error) }));
      }
    },
    create: () => {
      const key = randomBytes(KEY_BYTES);
      try {
        writeDurably(path, key.toString('hex'));
        return Promise.resolve(ok(key));
      } catch (error) {
        return Promise.resolve(fail({ code: 'key-store-unavailable', reason: codeOf(error) }));
      }
    },
  };
}

/** Written beside and renamed: there is either no key or a whole one. */
function writeDurably(path: string, text: string): void {
  const beside = `${path}.new`;
  const file = openSync(beside, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
