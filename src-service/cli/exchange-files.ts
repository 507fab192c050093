import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { PARCEL_LIMITS } from '#shared/contract/sync.ts';
import { looksLikeParcel } from '#parcel/frame.ts';
import type { Config } from '../config.ts';
import { secretsOf } from '../identity/secrets.ts';
import { Images } from '../images/images.ts';
import { serviceLog } from '../log.ts';
import { answerParcel } from '../parcel/answer.ts';
import { systemRandomness as random } from '../randomness.ts';
import type { Database } from '../storage/database.ts';
import { systemClock as clock } from '../system-clock.ts';
import type { Done, Problem } from './problem.ts';

/** Takes in the file of a desk without a link, and writes the answer that is carried back to it. */
export async function exchangeFiles(database: Database, config: Config, from: string, to: string): Promise<Done> {
  const file = read(from);
  if (!file.ok) return file;
  if (!mayReplace(to, from)) return fail({ code: 'would-replace', detail: to });
  const log = serviceLog(config.logLevel);
  const secrets = await secretsOf(database, random);
  const images = new Images({ database, clock, random, log, folder: join(config.dataFolder, 'images') });
  const parts = { database, clock, random, config, log, secrets, images, metrics: null };
  const answered = await answerParcel(parts, file.value);
  if (!answered.ok) return fail({ code: `parcel-${answered.error}` });
  const written = write(to, answered.value.answer);
  const { device, changes } = answered.value;
  return written.ok
    ? ok([`Desk ${device}: ${String(changes)} changes were in the file. Carry ${to} back to it.`])
    : written;
}

function read(path: string): Result<Uint8Array, Problem> {
  try {
    if (statSync(path).size > PARCEL_LIMITS.askBytes) return fail({ code: 'parcel-too-large' });
    return ok(readFileSync(path));
  } catch (error) {
    return fail({ code: 'no-such-file', detail: messageOf(error) });
  }
}

/** An earlier answer, never the question, and no file of something else. */
function mayReplace(to: string, from: string): boolean {
  if (resolve(to) === resolve(from)) return false;
  let file: number;
  try {
    file = openSync(to, 'r');
  } catch {
    return true;
  }
  try {
    const begins = Buffer.alloc(64);
    return looksLikeParcel(begins.subarray(0, readSync(file, begins)));
  } finally {
    closeSync(file);
  }
}

/** Beside, then renamed: a stick that is pulled out has the whole of it or nothing. */
function write(path: string, content: Uint8Array): Result<void, Problem> {
  const beside = `${path}.new`;
  try {
    const file = openSync(beside, 'w', 0o600);
    try {
      for (let at = 0; at < content.length;) at += writeSync(file, content, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
    return ok();
  } catch (error) {
    rmSync(beside, { force: true });
    return fail({ code: 'not-written', detail: messageOf(error) });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
