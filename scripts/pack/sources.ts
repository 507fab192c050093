import { relative, resolve } from 'node:path';
import { faultTeller } from '#core/scripts/fault-words.ts';
import { loadPack, type LoadedPack } from '#core/scripts/load-pack.ts';
import { resources, type Terminal } from './terminal.ts';

/** A pack without faults, or `null` after they were told. */
export function loadOrTell(path: string, terminal: Terminal): LoadedPack | null {
  const loaded = loadPack(resolve(path));
  if (loaded.ok) return loaded.value;
  const tell = faultTeller(resources, terminal.locale);
  for (const fault of loaded.error) {
    const file = typeof fault.facts?.file === 'string' ? relative('.', fault.facts.file) : path;
    terminal.print(`${file}: ${fault.code} ${tell(fault)}`);
  }
  return null;
}
