import { absorb, broken, ENGINE, heard, place, prepare, service, type Break } from './broken.ts';

const image = `${ENGINE}/desk/take-image.ts`;
const edit = `${ENGINE}/desk/edit.ts`;

/** Rules for images, shortened logs, cleared ops, and for values that an older program does not know. */
export const UPKEEP: readonly Break[] = [
  broken('a service tells what is left of a log as if nothing was cleared away', service, [
    'entries[0]?.seq !== from + 1',
    'entries.length < 0',
  ]),
  broken('what is left of a log is taken in live', heard, [
    'live.entries[0]?.seq !== live.prev + 1',
    'live.entries.length === 0',
  ]),
  broken('a shortened log is taken for the end of it', absorb, ['pull.shortened === true', 'pull.shortened === null']),
  broken('an image of another life is taken', image, [
    'status.epoch === null || status.epoch === epoch',
    'status.device !== epoch',
  ]),
  broken('an image that is behind is taken', image, ['(status.cursors[stream]?.seq ?? 0) < seq', 'seq > 0']),
  broken('an image shows what own edits have replaced', image, [
    'store.pending(settled)',
    'store.pending(Number.MAX_SAFE_INTEGER)',
  ]),
  broken('what comes hidden in an image counts as seen up to its row', image, [
    'whole(store, entities, row)), since',
    'whole(store, entities, row))',
  ]),
  broken('what an image does not name stays as it was', image, [
    '(field) => [field, null]',
    '(field) => [field, store.read(row)?.[field] ?? null]',
  ]),
  broken('what an image settled is never shown', image, [
    'if (settled > before.settled) release',
    'if (settled < before.settled) release',
  ]),
  broken('a revoked desk hands over as if nothing was cleared away', prepare, [
    'store.hashOf(first - 1)',
    'store.hashOf(acknowledged)',
  ]),
  broken('a value that is not known yet is placed', place, ['field !== null && fits(field, value)', 'field !== null']),
  broken('an edit counts as having seen what waits', edit, ['writes(values) ? [seq] : []', 'seq < 0 ? [seq] : []']),
  broken('what waits is not told to a restored service', prepare, [
    'if (entry.values !== null) Object',
    'if (entry.seq < 0) Object',
  ]),
];
