import type { SyncView } from '#shared/contract/views.ts';

/** Which words tell the state, under `sync.` in the locale files. */
export type SyncWords =
  | 'alone'
  | 'joining'
  | 'current'
  | 'sending'
  | 'offline'
  | 'offline-pending'
  | 'offline-never'
  | 'unknown'
  | 'revoked'
  | 'lease-over';

export interface SyncTold {
  readonly words: SyncWords;
  readonly tone: 'quiet' | 'good' | 'busy' | 'warning' | 'late';
}

/** How the desk stands with the central service, in one short sentence. Being offline is a normal state, not an error. */
export function tellSync({ phase, pending, lastContact, lease }: SyncView): SyncTold {
  if (lease?.phase === 'over' && phase !== 'revoked') return { words: 'lease-over', tone: 'late' };
  switch (phase) {
    case 'alone':
      return { words: 'alone', tone: 'quiet' };
    case 'waiting':
      return { words: pending > 0 ? 'sending' : 'joining', tone: 'busy' };
    case 'current':
      return pending > 0 ? { words: 'sending', tone: 'busy' } : { words: 'current', tone: 'good' };
    case 'offline':
      if (lastContact === null) return { words: 'offline-never', tone: 'warning' };
      return { words: pending > 0 ? 'offline-pending' : 'offline', tone: 'warning' };
    case 'unknown':
      return { words: 'unknown', tone: 'late' };
    case 'revoked':
      return { words: 'revoked', tone: 'late' };
  }
}
