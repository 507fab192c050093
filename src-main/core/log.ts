import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import { makeFolder } from '#parcel/folder.ts';

/** Codes, counts and durations only: no name, number, note or line ever gets into a log. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

/** Logs to `logs/desk.log` in the data folder; it never leaves this machine by itself. */
export function fileLog(dataFolder: string): Log {
  const folder = join(dataFolder, 'logs');
  makeFolder(folder);
  const destination = pino.destination({ dest: join(folder, 'desk.log'), mkdir: false, sync: false, mode: 0o600 });
  // A full disk must not end the desk: without a listener this error would. What was not logged is lost, nothing else.
  destination.on('error', () => undefined);
  return pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}

export const silentLog: Log = pino({ enabled: false });
