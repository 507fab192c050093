import { resolve } from 'node:path';
import { faultTeller } from '#core/scripts/fault-words.ts';
import { loadPack, type LoadedPack } from '#core/scripts/load-pack.ts';
import { readWithBase } from '#core/scripts/pack-base.ts';
import type { WholeSources } from '#core/scripts/pack-base.ts';
import { resources, type Terminal } from './terminal.ts';
import { isGroup } from '#shared/base/group.ts';

/** A pack without faults, or `null` after they were told. */
export function loadOrTell(path: string, terminal: Terminal): LoadedPack | null {
  const loaded = loadPack(resolve(path));
  if (loaded.ok) return loaded.value;
  const tell = faultTeller(resources, terminal.locale);
  for (const fault of loaded.error) terminal.print(`${path}: ${fault.code} ${tell(fault)}`);
  return null;
}

/** What a pack says before it is checked: for tools that look at packs with faults too. */
export function rawOrTell(path: string, terminal: Terminal): WholeSources | null {
  const read = readWithBase(resolve(path));
  if (read.ok && isGroup(read.value.raw)) return read.value;
  const faults = read.ok ? [{ path: '', code: 'not-valid' as const }] : read.error;
  const tell = faultTeller(resources, terminal.locale);
  for (const fault of faults) terminal.print(`${path}: ${fault.code} ${tell(fault)}`);
  return null;
}
