import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { keyFile, WRAPPED_KEY_FILE } from '#core/key-file.ts';
import { readCaseLog } from './case-log.ts';
import type { Check, Patient } from './check.ts';
import { clockCheck } from './checks/clock.ts';
import { contactStates, countdowns } from './checks/contacts.ts';
import { databaseOpens, durability, integrity, outbox } from './checks/database.ts';
import { dataFolder as folderCheck, diskSpeed, freeSpace, keyFileCheck } from './checks/folder.ts';
import { scriptPack } from './checks/pack.ts';
import { programFiles, runtime } from './checks/program.ts';
import { logs, loopback } from './checks/surroundings.ts';
import { problem, skipped, type Finding, type Verdict } from './finding.ts';
import type { Machine } from './machine.ts';
import { isDeskRunning } from './running.ts';

/** A check's number is how people talk about it: a new one comes last, none is ever given to another. */
export const CHECKS: readonly Check[] = [
  runtime,
  programFiles,
  folderCheck,
  freeSpace,
  keyFileCheck,
  databaseOpens,
  durability,
  integrity,
  outbox,
  contactStates,
  countdowns,
  scriptPack,
  clockCheck,
  diskSpeed,
  loopback,
  logs,
];

export interface Examination {
  readonly running: boolean;
  readonly findings: readonly Finding[];
}

/** Runs every check. What one of them cannot read is no reason to leave out the others. */
export async function examine(wish: {
  readonly dataFolder: string;
  readonly program: string;
  readonly machine: Machine;
}): Promise<Examination> {
  const { dataFolder, machine } = wish;
  const running = isDeskRunning(dataFolder);
  const key = await keyOf(dataFolder);
  const known = key === 'elsewhere' ? key : key.ok ? key.value : 'missing';
  const reading = readCaseLog(dataFolder, known, running, machine);
  const patient: Patient = { ...wish, running, key, log: reading.log };
  try {
    const findings: Finding[] = [];
    for (const [index, check] of CHECKS.entries()) {
      findings.push({ number: index + 1, id: check.id, ...(await runCheck(check, patient)) });
    }
    return { running, findings };
  } finally {
    reading.close();
  }
}

/** The Electron desk keeps its key wrapped by the system's key store; then there is no plain one. */
async function keyOf(dataFolder: string): Promise<Patient['key']> {
  const key = await keyFile(dataFolder).load();
  const missing = !key.ok && key.error.code === 'key-missing';
  return missing && existsSync(join(dataFolder, WRAPPED_KEY_FILE)) ? 'elsewhere' : key;
}

async function runCheck(check: Check, patient: Patient): Promise<Verdict> {
  try {
    return await check.run(patient);
  } catch (error) {
    // A page that cannot be read is told by the integrity check.
    return error instanceof Database.SqliteError ? skipped('unreadable') : problem('check-failed');
  }
}
