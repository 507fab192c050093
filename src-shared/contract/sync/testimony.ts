import { z } from 'zod';
import type { Values } from '../../domain/sync/op.ts';
import type { Testimony } from '../../domain/sync/testimony.ts';
import { LIMITS } from './limits.ts';
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
import { isName, isValues } from './values.ts';

type WireRow = [entity: string, id: string, stream: string, values: Values, made: WireStamp, stamps: WireStamps];

/** `[devices, rows]`. */
export const wireTestimonySchema = z.tuple([
  deviceTableSchema,
  z.array(z.custom<WireRow>(isWireRow).describe('[entity, id, stream, values, made, stamps]')).max(LIMITS.testimony),
]);

export type WireTestimony = z.infer<typeof wireTestimonySchema>;

function isWireRow(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 6) return false;
  const [entity, id, stream, values, made, stamps] = value as readonly unknown[];
  return [entity, id, stream].every(isName) && isValues(values) && isWireStamp(made) && isWireStamps(stamps);
}

export function writeTestimony(told: readonly Testimony[]): WireTestimony {
  const table = new DeviceTable();
  const rows = told.map(({ entity, id, stream, values, made, stamps }): WireRow => {
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
