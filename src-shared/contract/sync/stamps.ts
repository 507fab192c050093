import { z } from 'zod';
import type { Stamp } from '../../domain/sync/stamp.ts';
import { isCount, isFieldName, isInteger, isListOf, isName, nameSchema } from './values.ts';

/** The device as its place in a table that goes with it. */
export type WireStamp = [wall: number, counter: number, device: number, op: number, name: string];
/** Stamps and the fields that each is of; none named: all fields that have a value here. */
export type WireStamps = (WireStamp | [...WireStamp, fields: string[]])[];

export const deviceTableSchema = z.array(nameSchema).max(10_000);

export function isWireStamp(value: unknown): value is WireStamp {
  return Array.isArray(value) && value.length === 5 && beginsAsStamp(value);
}

export function isWireStamps(value: unknown): value is WireStamps {
  return isListOf(value, isStamp);
}

function isStamp(value: unknown): value is WireStamps[number] {
  if (isWireStamp(value)) return true;
  return Array.isArray(value) && value.length === 6 && beginsAsStamp(value) && isListOf(value[5], isFieldName);
}

function beginsAsStamp([wall, counter, device, op, name]: readonly unknown[]): boolean {
  return isInteger(wall) && isCount(counter) && isCount(device) && isCount(op) && isName(name);
}

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
