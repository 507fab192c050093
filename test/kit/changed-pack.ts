import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { readPack } from '#shared/domain/pack/validate.ts';
import { hashPack, type LoadedPack } from '#core/scripts/load-pack.ts';
import { zhPack } from './desk.ts';

/** What a test has otherwise than the default pack. */
export type ChangePack = (pack: Pack) => Partial<Pack>;

/** The default pack with this change, checked as any pack is. */
export function changedPack(change: ChangePack): LoadedPack {
  const { pack } = zhPack();
  const read = readPack({ ...pack, ...change(pack) });
  if (!read.ok) throw new Error(`the changed pack has faults: ${JSON.stringify(read.error)}`);
  return { hash: hashPack(read.value), pack: read.value };
}

/** As a file, for a desk that is a process of its own; its path. */
export function writePack(folder: string, change: ChangePack): string {
  const path = join(folder, 'pack.json');
  writeFileSync(path, JSON.stringify(changedPack(change).pack));
  return path;
}
