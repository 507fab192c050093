import { fail, ok } from '#shared/base/result.ts';
import { readWhole } from '#parcel/files.ts';
import { PACK_FILE_BYTES } from '#shared/domain/pack/signed-file.ts';
import { acceptedPack } from '../accepted-pack.ts';
import type { Config } from '../config.ts';
import { beginEpoch } from '../epochs.ts';
import { codeWishSchema } from '../http/admin-routes.ts';
import { makeCode } from '../identity/codes.ts';
import { listDevices, revokeAhead, revokeDevice } from '../identity/devices.ts';
import { secretsOf } from '../identity/secrets.ts';
import { publishPack } from '../packs.ts';
import { systemRandomness as random } from '../randomness.ts';
import type { Database } from '../storage/database.ts';
import { systemClock as clock } from '../system-clock.ts';
import type { Arguments } from './arguments.ts';
import { exchangeFiles } from './exchange-files.ts';
import type { Done } from './problem.ts';

/** The commands of the administrator work on the database itself, whether the service serves or not. */
export async function runCommand(database: Database, config: Config, args: Arguments): Promise<Done> {
  const [command = '', second, third] = args.words;
  switch (`${command} ${command === 'device' || command === 'pack' ? (second ?? '') : ''}`.trim()) {
    case 'enrol-code':
      return enrolCode(database, args);
    case 'device list':
      return ok((await listDevices(database)).map((device) => JSON.stringify(device)));
    case 'device revoke':
      return third === undefined ? fail({ code: 'wrong-command' }) : revoke(database, third);
    case 'restore':
      return restore(database);
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

export async function enrolCode(database: Database, args: Arguments): Promise<Done> {
  const { branch, role, moreBranches: branches, label } = args;
  const wish = codeWishSchema.safeParse({ branch, role, branches, label });
  if (!wish.success) return fail({ code: 'wrong-command' });
  const { seal } = await secretsOf(database, random);
  const code = await makeCode({ sql: database, seal, random }, wish.data, clock.wall() + wish.data.lifeMs);
  return ok([`Enrolment code for one desk (${role}, ${branch}), valid for 24 hours: ${code}`]);
}

async function revoke(database: Database, device: string): Promise<Done> {
  if (await revokeDevice(database, device, clock.wall())) return ok(['The desk is revoked.']);
  if (await revokeAhead(database, device, clock.wall()))
    return ok(['This desk is not in the database. Should it be one that was enrolled after a backup, it is revoked.']);
  return fail({ code: 'no-such-device' });
}

async function restore(database: Database): Promise<Done> {
  const present = (await database.epochs()).at(-1)?.id ?? null;
  const began = await beginEpoch({ database, random, now: () => clock.wall() }, present);
  return began
    ? ok(['A new epoch has begun: the desks send again what the backup does not have.'])
    : fail({ code: 'not-restored' });
}

async function backup(database: Database, file: string): Promise<Done> {
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
