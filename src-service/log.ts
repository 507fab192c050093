import pino, { type DestinationStream, type Logger } from 'pino';

/**
 * Codes, counts and ids of devices; never what a desk sent, an address or a secret. It goes to the error output, so that what a
 * command prints can be used by a script.
 */
export function serviceLog(level: string, to: DestinationStream = pino.destination({ fd: 2, sync: false })): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, to);
}
