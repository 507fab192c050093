import { z } from 'zod';
import type { Entry } from '../../domain/sync/row.ts';
import {
  DeviceTable,
  deviceTableSchema,
  readStamp,
  readStamps,
  wireStampSchema,
  wireStampsSchema,
  writeStamp,
  writeStamps,
} from './stamps.ts';
import { countSchema, nameSchema, valuesSchema } from './values.ts';

/** `[later, entity, id, before, values, stamps, made?]`: `later` is the place in the stream after that of the entry before. */
const wireEntrySchema = z.tuple([
  countSchema,
  nameSchema,
  nameSchema,
  countSchema,
  valuesSchema.nullable(),
  wireStampsSchema,
  wireStampSchema.optional(),
]);

/** `[devices, entries]`. */
export const wireEntriesSchema = z.tuple([deviceTableSchema, z.array(wireEntrySchema)]);

export type WireEntries = z.infer<typeof wireEntriesSchema>;
type WireEntry = WireEntries[1][number];

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
