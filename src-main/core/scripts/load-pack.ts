import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { parse } from 'yaml';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { readPack, type PackFault } from '#shared/domain/pack/validate.ts';

/** More than any real pack needs; a larger file is refused before it is read. */
const MAX_PACK_BYTES = 8 * 1024 * 1024;

export interface LoadedPack {
  /** SHA-256 of the canonical JSON: the same content has the same name everywhere. */
  readonly hash: string;
  readonly pack: Pack;
}

/** Reads a pack from a YAML or JSON file and checks all of it. */
export function loadPack(path: string): Result<LoadedPack, readonly PackFault[]> {
  let raw: unknown;
  try {
    if (statSync(path).size > MAX_PACK_BYTES) return fail([{ path: '', message: 'the file is larger than 8 MB' }]);
    // No aliases: a few lines of them can grow to gigabytes.
    raw = parse(readFileSync(path, 'utf8'), { maxAliasCount: 0, uniqueKeys: true });
  } catch (error) {
    return fail([{ path: '', message: error instanceof Error ? error.message : String(error) }]);
  }
  const pack = readPack(raw);
  return pack.ok ? ok({ hash: hashPack(pack.value), pack: pack.value }) : pack;
}

/** The name of a pack: SHA-256 over its canonical JSON. */
export function hashPack(pack: Pack): string {
  return createHash('sha256').update(canonicalJson(pack)).digest('hex');
}
