import { z } from 'zod';
import type { Testimony } from '../../domain/sync/testimony.ts';
import { LIMITS } from './limits.ts';
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
import { nameSchema, valuesSchema } from './values.ts';

/** `[devices, rows]`, a row being `[entity, id, stream, values, made, stamps]`. */
export const wireTestimonySchema = z.tuple([
  deviceTableSchema,
  z
    .array(z.tuple([nameSchema, nameSchema, nameSchema, valuesSchema, wireStampSchema, wireStampsSchema]))
    .max(LIMITS.testimony),
]);

export type WireTestimony = z.infer<typeof wireTestimonySchema>;

export function writeTestimony(told: readonly Testimony[]): WireTestimony {
  const table = new DeviceTable();
  const rows = told.map(({ entity, id, stream, values, made, stamps }): WireTestimony[1][number] => {
    const groups = writeStamps(table, stamps, Object.keys(values));
    return [entity, id, stream, values, writeStamp(table, made), groups];
  });
  return [table.ids, rows];
}

/** `null` when it contradicts itself. */
export function readTestimony([devices, rows]: WireTestimony): readonly Testimony[] | null {
  const told: Testimony[] = [];
  for (const [entity, id, stream, values, wireMade, wireStamps] of rows) {
    const made = readStamp(devices, wireMade);
    const stamps = readStamps(devices, wireStamps, Object.keys(values));
    if (made === null || stamps === null) return null;
    told.push({ entity, id, stream, values, made, stamps });
  }
  return told;
}
