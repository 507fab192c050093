import { readConfig } from '../../../src-service/config.ts';
import { makeCode } from '../../../src-service/identity/codes.ts';
import { branchStream } from '../../../src-service/identity/devices.ts';
import { serviceLog } from '../../../src-service/log.ts';
import { systemRandomness } from '../../../src-service/randomness.ts';
import { startService, type Service } from '../../../src-service/service.ts';
import { systemClock } from '../../../src-service/system-clock.ts';
import { value } from '#kit/desk.ts';
import { answer } from './answer.mjs';
import { seedStream } from './seed-stream.ts';

const BRANCH = 'hz';
let service: Service | null = null;

/** The real service on its embedded database, as `npm run service` starts it. */
async function open({ folder }: { readonly folder: string }): Promise<string> {
  const config = value(readConfig({}, { port: '0', dataFolder: folder, logLevel: 'silent' }));
  const log = serviceLog(config.logLevel);
  service = value(await startService({ config, clock: systemClock, random: systemRandomness, log }));
  return service.address;
}

function running(): Service {
  if (service === null) throw new Error('not open');
  return service;
}

function ticket(): Promise<string> {
  const { database, secrets, random } = running().parts;
  const wish = { role: 'agent', branch: BRANCH, branches: [], label: 'bench' } as const;
  return makeCode({ sql: database, seal: secrets.seal, random }, wish, systemClock.wall() + 3_600_000);
}

function seed({ cases }: { readonly cases: number }): Promise<void> {
  return seedStream(running().parts.database, branchStream(BRANCH), cases);
}

answer({ open, ticket, seed });
