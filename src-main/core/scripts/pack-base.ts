import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { isGroup } from '#shared/base/group.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { extendPack } from '#shared/domain/pack/extend.ts';
import type { PackFault } from '#shared/domain/pack/fault.ts';
import { readPack } from '#shared/domain/pack/validate.ts';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { readWhole } from '#parcel/files.ts';
import { hashBody, readPackFile } from '#parcel/pack-file.ts';
import { PACK_FILE_BYTES } from '#shared/domain/pack/signed-file.ts';
import { readSources, sourceFiles } from './pack-sources.ts';

/** A branch, its region, the company, and one more. */
const MOST_BASES = 4;

const baseSchema = z.union([
  z
    .string()
    .min(1)
    .transform((pack) => ({ pack, id: undefined, version: undefined, sha256: undefined })),
  z.strictObject({
    pack: z.string().min(1),
    id: z.string().optional(),
    version: z.string().optional(),
    sha256: z.string().optional(),
  }),
]);
const withoutSchema = z.array(z.string().min(1)).default([]);

export interface WholeSources {
  readonly raw: unknown;
  /** Of this pack first, then of those that it extends. */
  readonly files: readonly string[];
}

type Whole = Result<WholeSources, readonly PackFault[]>;

/** The sources of a pack, laid over those of the pack that they extend: `extends: { pack: ../zh-CN }`. */
export function readWithBase(path: string): Whole {
  return read(path, []);
}

function read(path: string, above: readonly string[]): Whole {
  const built = builtPack(path);
  if (built !== null) return built;
  const files = sourceFiles(path);
  if (!files.ok) return files;
  const own = readSources(path);
  if (!own.ok) return own;
  if (!isGroup(own.value) || !Object.hasOwn(own.value, 'extends')) return ok({ raw: own.value, files: files.value });
  const { extends: named, without, ...said } = own.value;
  const base = baseSchema.safeParse(named);
  const removed = withoutSchema.safeParse(without);
  if (!base.success) return fail([{ path: 'extends', code: 'not-a-base' }]);
  if (!removed.success) return fail([{ path: 'without', code: 'wrong-type', facts: { type: 'array' } }]);
  const missing = ['id', 'version'].filter((name) => !Object.hasOwn(said, name));
  if (missing.length > 0) return fail(missing.map((name) => ({ path: name, code: 'missing' })));

  const from = resolve(files.value.length === 1 && files.value[0] === path ? dirname(path) : path, base.data.pack);
  if ([...above, resolve(path)].includes(from) || above.length >= MOST_BASES) {
    return fail([{ path: 'extends', code: 'base-in-a-circle' }]);
  }
  const below = read(from, [...above, resolve(path)]);
  const pack = below.ok ? readPack(below.value.raw) : below;
  if (!below.ok || !pack.ok) {
    const [first] = pack.ok ? [] : pack.error;
    const facts = { ...first?.facts, place: first?.path ?? '', first: first?.code ?? '', base: base.data.pack };
    return fail([{ path: 'extends', code: 'base-unreadable', facts }]);
  }
  const { id, version } = pack.value;
  const found = { id, version, sha256: hashBody(canonicalJson(pack.value)) };
  const isOther = (['id', 'version', 'sha256'] as const).some(
    (name) => (base.data[name] ?? found[name]) !== found[name],
  );
  if (isOther) {
    return fail([{ path: 'extends', code: 'base-other', facts: { found: `${id} ${version} ${found.sha256}` } }]);
  }
  const whole = extendPack(below.value.raw, { ...said, basedOn: found }, removed.data);
  return whole.ok ? ok({ raw: whole.value, files: [...files.value, ...below.value.files] }) : whole;
}

/** A pack that was built can be extended, and looked at, like its sources; `null`: it is none. */
function builtPack(path: string): Whole | null {
  const file = readWhole(path, PACK_FILE_BYTES);
  if (!file.ok) return null;
  const built = readPackFile(file.value);
  if (built.ok) return ok({ raw: built.value.raw, files: [] });
  if (built.error === 'not-a-pack') return null;
  return fail([{ path: '', code: built.error === 'too-new' ? 'format-too-new' : 'file-damaged' }]);
}
