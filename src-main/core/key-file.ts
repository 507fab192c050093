import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok } from '#shared/base/result.ts';
import { writeDurably } from './durable-file.ts';
import type { KeyStore } from './host.ts';
import { systemCode } from './system-error.ts';

const KEY_BYTES = 32;

/** The key as the desktop keeps it, wrapped by the key store of the system. */
export const WRAPPED_KEY_FILE = 'data-key.json';
/** The key as the desk in the browser keeps it. */
export const PLAIN_KEY_FILE = 'desk.key';

/** The data key in a file that only its owner can read: for hosts without a key store of the operating system. */
export function keyFile(dataFolder: string): KeyStore {
  const path = join(dataFolder, PLAIN_KEY_FILE);
  return {
    load: () => {
      if (!existsSync(path)) return Promise.resolve(fail({ code: 'key-missing' }));
      try {
        const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
        return Promise.resolve(
          key.length === KEY_BYTES ? ok(key) : fail({ code: 'key-unreadable', reason: 'not-a-key' }),
        );
      } catch (error) {
        return Promise.resolve(fail({ code: 'key-unreadable', reason: systemCode(error) }));
      }
    },
    create: () => {
      const key = randomBytes(KEY_BYTES);
      try {
        writeDurably(path, key.toString('hex'));
        return Promise.resolve(ok(key));
      } catch (error) {
        return Promise.resolve(fail({ code: 'key-store-unavailable', reason: systemCode(error) }));
      }
    },
  };
}
