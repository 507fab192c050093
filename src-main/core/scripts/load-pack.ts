import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { parse, YAMLParseError } from 'yaml';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { PackFault } from '#shared/domain/pack/fault.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { readPack } from '#shared/domain/pack/validate.ts';
import { systemCode } from '../system-error.ts';

/** More than any real pack needs; a larger file is refused before it is read. */
const MAX_PACK_MEGABYTES = 8;

export interface LoadedPack {
  /** SHA-256 of the canonical JSON: the same content has the same name everywhere. */
  readonly hash: string;
  readonly pack: Pack;
}

/** Reads a pack from a YAML or JSON file and checks all of it. */
export function loadPack(path: string): Result<LoadedPack, readonly PackFault[]> {
  let text: string;
  try {
    if (statSync(path).size > MAX_PACK_MEGABYTES * 1024 * 1024) {
      return fail([{ path: '', code: 'file-too-large', facts: { megabytes: MAX_PACK_MEGABYTES } }]);
    }
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return fail([fileFault(error)]);
  }
  return parsePack(text);
}

/** Reads a pack from the text of a YAML or JSON file. */
export function parsePack(text: string): Result<LoadedPack, readonly PackFault[]> {
  let raw: unknown;
  try {
    if (text.length > MAX_PACK_MEGABYTES * 1024 * 1024) {
      return fail([{ path: '', code: 'file-too-large', facts: { megabytes: MAX_PACK_MEGABYTES } }]);
    }
    // No aliases: a few lines of them can grow to gigabytes.
    raw = parse(text, { maxAliasCount: 0, uniqueKeys: true });
  } catch (error) {
    return fail([fileFault(error)]);
  }
  const pack = readPack(raw);
  return pack.ok ? ok({ hash: hashPack(pack.value), pack: pack.value }) : pack;
}

/** The name of a pack: SHA-256 over its canonical JSON. */
export function hashPack(pack: Pack): string {
  return createHash('sha256').update(canonicalJson(pack)).digest('hex');
}

function fileFault(error: unknown): PackFault {
  if (error instanceof YAMLParseError) {
    const { line = 0, col: column = 0 } = error.linePos?.[0] ?? {};
    return error.code === 'DUPLICATE_KEY'
      ? { path: '', code: 'yaml-key-twice', facts: { line } }
      : { path: '', code: 'yaml-unreadable', facts: { line, column, yaml: error.code } };
  }
  // What the reader of YAML throws for an alias when none is allowed.
  if (error instanceof ReferenceError) return { path: '', code: 'yaml-alias' };
  return { path: '', code: 'file-unreadable', facts: { system: systemCode(error) } };
}
