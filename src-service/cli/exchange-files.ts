import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { PARCEL_LIMITS } from '#shared/contract/sync.ts';
import { readWhole, writeWhole } from '#parcel/files.ts';
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

/** Takes in the file of a desk without a link, and writes the answer that is carried back to it; `to` may be a folder. */
export async function exchangeFiles(database: Database, config: Config, from: string, to: string): Promise<Done> {
  const file = read(from);
  if (!file.ok) return file;
  if (!isFolder(to) && extname(to) === '') return fail({ code: 'no-such-folder', detail: to });
  const out = isFolder(to) ? join(to, `${basename(from, extname(from))}-answer${extname(from)}`) : to;
  if (!mayReplace(out, from)) return fail({ code: 'would-replace', detail: out });
  const log = serviceLog(config.logLevel);
  const secrets = await secretsOf(database, random);
  const images = new Images({ database, clock, random, log, folder: join(config.dataFolder, 'images') });
  const parts = { database, clock, random, config, log, secrets, images, metrics: null };
  const answered = await answerParcel(parts, file.value);
  if (!answered.ok) return fail({ code: `parcel-${answered.error}` });
  const { device, changes, answer } = answered.value;
  const written = writeWhole(out, answer);
  if (!written.ok) return fail({ code: 'not-written', detail: written.error.reason });
  return ok([`Desk ${device}: ${String(changes)} changes were in the file. Carry ${out} back to it.`]);
}

function read(path: string): Result<Uint8Array, Problem> {
  const file = readWhole(path, PARCEL_LIMITS.askBytes);
  if (file.ok) return file;
  return fail(
    file.error === 'too-large' ? { code: 'parcel-too-large' } : { code: 'no-such-file', detail: file.error.reason },
  );
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** An earlier answer, never the question, and no file of something else. */
function mayReplace(to: string, from: string): boolean {
  if (resolve(to) === resolve(from)) return false;
  if (statSync(to, { throwIfNoEntry: false }) === undefined) return true;
  const file = openSync(to, 'r');
  try {
    const begins = Buffer.alloc(64);
    return looksLikeParcel(begins.subarray(0, readSync(file, begins)));
  } finally {
    closeSync(file);
  }
}
