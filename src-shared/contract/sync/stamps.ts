import { z } from 'zod';
import type { Stamp } from '../../domain/sync/stamp.ts';
import { countSchema, fieldNameSchema, nameSchema } from './values.ts';

/** `[wall, counter, device, op, name]`, the device as its place in a table that goes with it. */
export const wireStampSchema = z.tuple([z.int(), countSchema, countSchema, countSchema, nameSchema]);
/** One stamp and the fields that it is of; none named: all fields that have a value here. */
export const wireStampsSchema = z.array(
  z.union([wireStampSchema, z.tuple([...wireStampSchema.def.items, z.array(fieldNameSchema)])]),
);
export const deviceTableSchema = z.array(nameSchema).max(10_000);

export type WireStamp = z.infer<typeof wireStampSchema>;
export type WireStamps = z.infer<typeof wireStampsSchema>;

/** A device's id is told once, then by its place. */
export class DeviceTable {
  readonly ids: string[] = [];
  readonly #places = new Map<string, number>();

  placeOf(device: string): number {
    const known = this.#places.get(device);
    if (known !== undefined) return known;
    this.#places.set(device, this.ids.length);
    return this.ids.push(device) - 1;
  }
}

export function writeStamp(table: DeviceTable, { wall, counter, device, op, name }: Stamp): WireStamp {
  return [wall, counter, table.placeOf(device), op, name];
}

/** Fields that were written by one op share its stamp. */
export function writeStamps(
  table: DeviceTable,
  stamps: Readonly<Record<string, Stamp>>,
  fields: readonly string[],
): WireStamps {
  const stamped = Object.entries(stamps);
  // What was written with its row has none: most of what is told.
  if (stamped.length === 0) return [];
  const groups = new Map<string, { readonly stamp: WireStamp; readonly names: string[] }>();
  for (const [name, stamp] of stamped) {
    const wire = writeStamp(table, stamp);
    const key = wire.join();
    const group = groups.get(key) ?? { stamp: wire, names: [] };
    group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ stamp, names }) => {
    const all = names.length === fields.length && names.every((name) => fields.includes(name));
    return all ? stamp : [...stamp, names];
  });
}

/** `null` when it names a device that is not in the table. */
export function readStamp(devices: readonly string[], wire: WireStamp): Stamp | null {
  const [wall, counter, place, op, name] = wire;
  const device = devices[place];
  return device === undefined ? null : { wall, counter, device, op, name };
}

export function readStamps(
  devices: readonly string[],
  wire: WireStamps,
  fields: readonly string[],
): Readonly<Record<string, Stamp>> | null {
  const read: [string, Stamp][] = [];
  for (const [wall, counter, place, op, called, names = fields] of wire) {
    const stamp = readStamp(devices, [wall, counter, place, op, called]);
    if (stamp === null) return null;
    for (const name of names) read.push([name, stamp]);
  }
  return Object.fromEntries(read);
}
