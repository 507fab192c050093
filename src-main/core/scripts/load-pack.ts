import { createHash } from 'node:crypto';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { PackFault } from '#shared/domain/pack/fault.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { readPack } from '#shared/domain/pack/validate.ts';
import { parseYaml, readSources } from './pack-sources.ts';

export interface LoadedPack {
  /** SHA-256 of the canonical JSON: the same content has the same name everywhere. */
  readonly hash: string;
  readonly pack: Pack;
}

type Loaded = Result<LoadedPack, readonly PackFault[]>;

/** Reads a pack from its sources, a file or a folder, and checks all of it. */
export function loadPack(path: string): Loaded {
  const raw = readSources(path);
  return raw.ok ? checked(raw.value) : raw;
}

/** Reads a pack from the text of a YAML or JSON file. */
export function parsePack(text: string): Loaded {
  const raw = parseYaml(text);
  return raw.ok ? checked(raw.value) : raw;
}

/** The name of a pack: SHA-256 over its canonical JSON. */
export function hashPack(pack: Pack): string {
  return createHash('sha256').update(canonicalJson(pack)).digest('hex');
}

function checked(raw: unknown): Loaded {
  const pack = readPack(raw);
  return pack.ok ? ok({ hash: hashPack(pack.value), pack: pack.value }) : pack;
}
