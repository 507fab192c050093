import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fail, ok } from '#shared/base/result.ts';
import { readWhole } from '#parcel/files.ts';
import { PACK_FILE_BYTES } from '#shared/domain/pack/signed-file.ts';
import { acceptedPack } from '../accepted-pack.ts';
import type { Config } from '../config.ts';
import { beginEpoch } from '../epochs.ts';
import { codeWishSchema } from '../http/admin-routes.ts';
import { makeCode } from '../identity/codes.ts';
import { listDevices, revokeDevice } from '../identity/devices.ts';
import { secretsOf } from '../identity/secrets.ts';
import { publishPack } from '../packs.ts';
import { dropOp, keptAt, listQuarantine, releaseOp, type ListedOp } from '../quarantine.ts';
import { systemRandomness as random } from '../randomness.ts';
import { holdFolder } from '../service.ts';
import type { Database } from '../storage/database.ts';
import { systemClock as clock } from '../system-clock.ts';
import type { Arguments } from './arguments.ts';
import { exchangeFiles } from './exchange-files.ts';
import { deviceLines, quarantineLines } from './lists.ts';
import type { Done } from './problem.ts';

const OF_TWO_WORDS: ReadonlySet<string> = new Set(['device', 'quarantine', 'pack']);

/** The commands of the administrator work on the database itself, whether the service serves or not. */
export async function runCommand(database: Database, config: Config, args: Arguments): Promise<Done> {
  const [command = '', second, third] = args.words;
  switch (`${command} ${OF_TWO_WORDS.has(command) ? (second ?? '') : ''}`.trim()) {
    case 'enrol-code':
      return enrolCode(database, args);
    case 'device list':
      return listed(await listDevices(database), args, deviceLines);
    case 'device revoke':
      return third === undefined ? fail({ code: 'wrong-command' }) : revoke(database, third);
    case 'quarantine list':
      return listed(await wholeQuarantine(database), args, quarantineLines);
    case 'quarantine show':
    case 'quarantine release':
    case 'quarantine drop':
      return third === undefined ? fail({ code: 'wrong-command' }) : kept(database, second, Number(third));
    case 'restore':
      return restore(database, config);
    case 'backup':
      return second === undefined ? fail({ code: 'wrong-command' }) : backup(database, second);
    case 'exchange':
      if (second === undefined || third === undefined) return fail({ code: 'wrong-command' });
      return exchangeFiles(database, config, second, third);
    case 'pack publish':
      return third === undefined ? fail({ code: 'wrong-command' }) : publish(database, config, third, args.label);
    default:
      return fail({ code: 'wrong-command' });
  }
}

/** Where what was asked for a code stands on the command line. */
const OPTIONS: Readonly<Record<string, string>> = {
  ...{ branch: '--branch', branches: '--more-branches', role: '--role', label: '--label' },
};

export async function enrolCode(database: Database, args: Arguments): Promise<Done> {
  const { branch, role, moreBranches: branches, label } = args;
  const wish = codeWishSchema.safeParse({ branch, role, branches, label });
  if (!wish.success) {
    const wrong = wish.error.issues.map(({ path, message }) => `${OPTIONS[String(path[0])] ?? ''} ${message}`);
    return fail({ code: 'wrong-command', detail: wrong.join('\n') });
  }
  const { seal } = await secretsOf(database, random);
  const code = await makeCode({ sql: database, seal, random }, wish.data, clock.wall() + wish.data.lifeMs);
  return ok([`Enrolment code for one desk (${role}, ${branch}), valid for 24 hours: ${code}`]);
}

async function revoke(database: Database, device: string): Promise<Done> {
  switch (await revokeDevice(database, device, clock.wall())) {
    case 'revoked':
      return ok(['The desk is revoked.']);
    case 'ahead':
      return ok([
        'This desk is not in the database. Should it be one that was enrolled after a backup, it is revoked.',
      ]);
    case 'no-device':
      return fail({ code: 'no-such-device' });
  }
}

function listed<T>(items: readonly T[], { json }: Arguments, lines: (items: readonly T[]) => readonly string[]): Done {
  return ok(json ? items.map((item) => JSON.stringify(item)) : lines(items));
}

async function wholeQuarantine(database: Database): Promise<readonly ListedOp[]> {
  const all: ListedOp[] = [];
  for (;;) {
    const page = await listQuarantine(database, null, all.at(-1)?.arrival ?? 0);
    if (page.length === 0) return all;
    all.push(...page);
  }
}

/** What a supervisor does with one op that was put aside, by its place in the list. */
async function kept(database: Database, what: string | undefined, place: number): Promise<Done> {
  const found = Number.isSafeInteger(place) ? await keptAt(database, place) : null;
  if (found === null) return fail({ code: 'not-in-quarantine' });
  const { device, hash } = found;
  if (what === 'show') return ok([JSON.stringify(found, null, 2)]);
  if (what === 'drop') {
    return (await dropOp(database, device, hash)) ? ok(['It is dropped.']) : fail({ code: 'not-in-quarantine' });
  }
  switch (await releaseOp(database, device, hash)) {
    case 'applied':
      return ok(['It is taken in, and desks hear of it.']);
    case 'still-aside':
      return fail({ code: 'still-aside' });
    case 'not-found':
      return fail({ code: 'not-in-quarantine' });
  }
}

/** A service that serves meanwhile would go on writing into the life that ends. */
async function restore(database: Database, config: Config): Promise<Done> {
  const held = holdFolder(config);
  if (!held.ok) return fail(held.error);
  try {
    return await newEpoch(database);
  } finally {
    held.value.release();
  }
}

async function newEpoch(database: Database): Promise<Done> {
  const present = (await database.epochs()).at(-1)?.id ?? null;
  const began = await beginEpoch({ database, random, now: () => clock.wall() }, present);
  return began
    ? ok(['A new epoch has begun: the desks send again what the backup does not have.'])
    : fail({ code: 'not-restored' });
}

async function backup(database: Database, file: string): Promise<Done> {
  if (!existsSync(dirname(resolve(file))))
    return fail({ code: 'not-copied', detail: `There is no folder ${dirname(resolve(file))}` });
  try {
    return (await database.backup(file)) === 'done' ? ok([`Copied to ${file}`]) : fail({ code: 'use-pg-dump' });
  } catch (error) {
    return fail({ code: 'not-copied', detail: error instanceof Error ? error.message : String(error) });
  }
}

async function publish(database: Database, config: Config, path: string, label: string): Promise<Done> {
  const file = readWhole(path, PACK_FILE_BYTES);
  if (!file.ok) {
    return fail(
      file.error === 'too-large' ? { code: 'pack-too-large' } : { code: 'no-such-file', detail: file.error.reason },
    );
  }
  const accepted = acceptedPack(file.value, config.packKeys);
  if (!accepted.ok) return fail({ code: `pack-${accepted.error}` });
  const { name, version } = accepted.value;
  const sha256 = await publishPack(database, file.value, label, clock.wall());
  return ok([`Published for all desks: ${name} ${version}. The file is kept as ${sha256}`]);
}
