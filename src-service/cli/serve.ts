import type { Config } from '../config.ts';
import { listDevices } from '../identity/devices.ts';
import { serviceLog } from '../log.ts';
import { systemRandomness } from '../randomness.ts';
import { startService } from '../service.ts';
import { systemClock } from '../system-clock.ts';
import type { Arguments } from './arguments.ts';
import { enrolCode } from './commands.ts';
import type { Problem } from './problem.ts';

/** Serves until the process is asked to stop; then ends what runs and closes the database. */
export async function serve(config: Config, args: Arguments, print: (line: string) => void): Promise<Problem | null> {
  // Whoever reads the address may ask to stop at once: listen before it is told.
  const asked = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  const log = serviceLog(config.logLevel);
  const started = await startService({ config, clock: systemClock, random: systemRandomness, log });
  if (!started.ok) {
    const { error } = started;
    const detail = 'reason' in error ? error.reason : undefined;
    return { code: error.code, ...(detail !== undefined && { detail }) };
  }
  const service = started.value;
  print(`The service is at ${service.address}`);
  if (service.tokenFile !== null) print(`The administrator's token is in ${service.tokenFile}`);
  if (args.withCode && (await listDevices(service.parts.database)).length === 0) {
    const code = await enrolCode(service.parts.database, args);
    if (code.ok) for (const line of code.value) print(line);
  }
  await asked;
  await service.close();
  log.info({ code: 'stopped' }, 'the service has stopped');
  log.flush();
  return null;
}
