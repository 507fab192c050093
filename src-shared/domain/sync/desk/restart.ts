import { EMPTY_DIGEST } from '../digest.ts';
import type { DeskStore } from './store.ts';

/**
 * The digests of a stream differ: somewhere a row is not what the service has. The stream is pulled again from its beginning over
 * the rows that are here; the outbox and what is withheld stay as they are, so that nothing of this desk's own work is touched.
 */
export function restartStream(store: DeskStore, stream: string): void {
  const status = store.status();
  for (const version of store.versionsAfter(stream, -1)) store.saveVersion({ ...version, seq: 0 });
  const cursors = { ...status.cursors, [stream]: { seq: 0, digest: EMPTY_DIGEST } };
  store.saveStatus({ ...status, cursors });
}
