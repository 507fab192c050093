import { z } from 'zod';
import type { Values } from '../../domain/sync/op.ts';
import type { Entry } from '../../domain/sync/row.ts';
import {
  DeviceTable,
  deviceTableSchema,
  isWireStamp,
  isWireStamps,
  readStamp,
  readStamps,
  writeStamp,
  writeStamps,
  type WireStamp,
  type WireStamps,
} from './stamps.ts';
import { isCount, isListOf, isName, isValues } from './values.ts';

/** `later` is the place in the stream after that of the entry before. */
type WireEntry = [
  later: number,
  entity: string,
  id: string,
  before: number,
  values: Values | null,
  stamps: WireStamps,
  made?: WireStamp,
];

/** `[devices, entries]`. */
export const wireEntriesSchema = z.tuple([
  deviceTableSchema,
  z
    .custom<WireEntry[]>((value) => isListOf(value, isWireEntry))
    .describe('[[later, entity, id, before, values, stamps, made?], …]'),
]);

export type WireEntries = z.infer<typeof wireEntriesSchema>;

function isWireEntry(value: unknown): value is WireEntry {
  if (!Array.isArray(value) || value.length < 6 || value.length > 7) return false;
  const [later, entity, id, before, values, stamps, made] = value as readonly unknown[];
  return (
    isCount(later) &&
    isName(entity) &&
    isName(id) &&
    isCount(before) &&
    (values === null || isValues(values)) &&
    isWireStamps(stamps) &&
    (value.length === 6 || isWireStamp(made))
  );
}

/** `from` is the place in the stream that the entries follow. */
export function writeEntries(entries: readonly Entry[], from: number): WireEntries {
  const table = new DeviceTable();
  let at = from;
  const written = entries.map(({ seq, entity, id, values, made, stamps, before }): WireEntry => {
    const later = seq - at;
    at = seq;
    const fields = Object.keys(values ?? {});
    const wire: WireEntry = [later, entity, id, before, values, writeStamps(table, stamps, fields)];
    if (made !== undefined) wire[6] = writeStamp(table, made);
    return wire;
  });
  return [table.ids, written];
}

/** `null` when it contradicts itself. */
export function readEntries([devices, wires]: WireEntries, from: number): readonly Entry[] | null {
  const entries: Entry[] = [];
  let seq = from;
  for (const [later, entity, id, before, values, wireStamps, wireMade] of wires) {
    seq += later;
    const stamps = readStamps(devices, wireStamps, Object.keys(values ?? {}));
    const made = wireMade === undefined ? undefined : readStamp(devices, wireMade);
    if (stamps === null || made === null) return null;
    entries.push({ seq, entity, id, values, stamps, before, ...(made && { made }) });
  }
  return entries;
}
