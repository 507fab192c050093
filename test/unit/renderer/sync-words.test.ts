import { expect, test } from 'vitest';
import type { SyncView } from '#shared/contract/views.ts';
import { tellSync } from '../../../src-renderer/sync/sync-words.ts';

const view = (patch: Partial<SyncView>): SyncView => ({
  ...{
    phase: 'current',
    service: 'https://zuoxi.example.com',
    company: '云雀数码',
    branch: 'SH02',
    role: 'agent',
    lastContact: 1,
  },
  ...{ pending: 0, quarantined: 0, conflicts: 0, lease: null },
  parcel: { ready: true, busy: null, refused: null, written: null, taken: null },
  ...patch,
});

test.each([
  ['a desk without a service, whatever waits', { phase: 'alone', lastContact: null, pending: 9 }, 'alone'],
  ['a desk that has just joined and has nothing', { phase: 'waiting', lastContact: null }, 'joining'],
  ['a desk that has just joined with its past', { phase: 'waiting', lastContact: null, pending: 4 }, 'sending'],
  ['everything exchanged', {}, 'current'],
  ['something on its way', { pending: 1 }, 'sending'],
  ['no link, nothing to send', { phase: 'offline' }, 'offline'],
  ['no link, something to send', { phase: 'offline', pending: 14 }, 'offline-pending'],
  ['no link since it joined', { phase: 'offline', lastContact: null, pending: 14 }, 'offline-never'],
  ['a service that does not know it', { phase: 'unknown', pending: 2 }, 'unknown'],
  ['taken out of service', { phase: 'revoked' }, 'revoked'],
  ['too long without the service', { phase: 'offline', lease: { phase: 'over', days: 30, daysLeft: 0 } }, 'lease-over'],
  ['soon too long', { phase: 'offline', lease: { phase: 'ending', days: 30, daysLeft: 2 } }, 'offline'],
] as const)('%s', (_, patch, words) => {
  expect(tellSync(view(patch)).words).toBe(words);
});

test('offline is a state, not an error; what needs somebody else is told as one', () => {
  const tones = (['offline', 'unknown', 'revoked'] as const).map((phase) => tellSync(view({ phase })).tone);
  expect(tones).toEqual(['warning', 'late', 'late']);
});
