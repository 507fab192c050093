// The central service in a process of its own. It prints its address and a code for each line that it reads, and what it has used of
// the processor by then.
import { createInterface } from 'node:readline';
import { makeCode } from '../../../src-service/identity/codes.ts';
import { readConfig } from '../../../src-service/config.ts';
import { serviceLog } from '../../../src-service/log.ts';
import { systemRandomness as random } from '../../../src-service/randomness.ts';
import { startService } from '../../../src-service/service.ts';
import { systemClock as clock } from '../../../src-service/system-clock.ts';
import { value } from '#kit/desk.ts';

const config = value(readConfig({}, { port: '0', dataFolder: process.argv[2], logLevel: 'silent' }));
const service = value(await startService({ config, clock, random, log: serviceLog('silent') }));
const { database, secrets } = service.parts;

async function tell(): Promise<void> {
  const wish = { role: 'agent', branch: 'hz', branches: [], label: '' } as const;
  const code = await makeCode({ sql: database, seal: secrets.seal, random }, wish, clock.wall() + 600_000);
  const { user, system } = process.cpuUsage();
  process.stdout.write(`${JSON.stringify({ address: service.address, code, cpu: (user + system) / 1_000 })}\n`);
}

const lines = createInterface({ input: process.stdin });
lines.on('line', () => void tell());
lines.on('close', () => void service.close());
await tell();
