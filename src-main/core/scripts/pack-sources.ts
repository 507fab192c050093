import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { isGroup } from '#shared/base/group.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { PACK_FILE_BYTES } from '#shared/domain/pack/signed-file.ts';
import type { PackFault } from '#shared/domain/pack/fault.ts';
import { systemCode } from '../system-error.ts';
import { yamlFault } from './yaml-fault.ts';

/**
 * Reads the sources of a pack: one YAML file, or a folder of them that are laid together. Lists of the same name are joined in
 * the order of the files' names, groups are laid over each other, and nothing else may be said twice.
 */
export function readSources(path: string): Result<unknown, readonly PackFault[]> {
  const files = sourceFiles(path);
  if (!files.ok) return files;
  let whole: unknown;
  for (const file of files.value) {
    const read = readYaml(file);
    if (!read.ok) return read;
    const laid = whole === undefined ? ok(read.value) : lay(whole, read.value, '');
    if (!laid.ok) return laid;
    whole = laid.value;
  }
  return ok(whole);
}

/** The files of a pack in the order in which they are laid together; none is read. */
export function sourceFiles(path: string): Result<readonly string[], readonly PackFault[]> {
  try {
    const files = statSync(path).isDirectory() ? yamlFilesIn(path) : [path];
    if (files.length === 0) return fail([{ path: '', code: 'folder-without-sources' }]);
    return files.reduce((sum, file) => sum + statSync(file).size, 0) > PACK_FILE_BYTES ? fail([tooLarge()]) : ok(files);
  } catch (error) {
    return fail([unreadable(error)]);
  }
}

/** The value of a YAML or JSON text. */
export function parseYaml(text: string): Result<unknown, readonly PackFault[]> {
  if (text.length > PACK_FILE_BYTES) return fail([tooLarge()]);
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, uniqueKeys: true });
  const fault = yamlFault(document, text, lineCounter);
  if (fault !== null) return fail([fault]);
  try {
    // No aliases: a few lines of them can grow to gigabytes.
    return ok(document.toJS({ maxAliasCount: 0 }) as unknown);
  } catch (error) {
    // What the reader of YAML throws for an alias when none is allowed.
    if (error instanceof ReferenceError) return fail([{ path: '', code: 'yaml-alias' }]);
    throw error;
  }
}

function yamlFilesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort(byParts);
}

/** Folder by folder: the same on every system, whatever it writes between them. */
function byParts(one: string, other: string): number {
  const [parts, others] = [one.split(sep), other.split(sep)];
  const at = parts.findIndex((part, index) => part !== others[index]);
  return (parts[at] ?? '') < (others[at] ?? '') ? -1 : 1;
}

function readYaml(file: string): Result<unknown, readonly PackFault[]> {
  try {
    const read = parseYaml(readFileSync(file, 'utf8'));
    return read.ok ? read : fail(read.error.map((fault) => ({ ...fault, facts: { ...fault.facts, file } })));
  } catch (error) {
    return fail([unreadable(error)]);
  }
}

function lay(below: unknown, above: unknown, path: string): Result<unknown, readonly PackFault[]> {
  if (Array.isArray(below) && Array.isArray(above)) return ok([...(below as unknown[]), ...(above as unknown[])]);
  if (!isGroup(below) || !isGroup(above)) return fail([{ path, code: 'said-twice' }]);
  const group = new Map(Object.entries(below));
  for (const [name, value] of Object.entries(above)) {
    const there = group.get(name);
    const laid = there === undefined ? ok(value) : lay(there, value, path === '' ? name : `${path}.${name}`);
    if (!laid.ok) return laid;
    group.set(name, laid.value);
  }
  return ok(Object.fromEntries(group));
}

function tooLarge(): PackFault {
  return { path: '', code: 'file-too-large', facts: { megabytes: PACK_FILE_BYTES / 1024 / 1024 } };
}

function unreadable(error: unknown): PackFault {
  const system = systemCode(error);
  const code = SYSTEM_FAULTS[system];
  return code === undefined ? { path: '', code: 'file-unreadable', facts: { system } } : { path: '', code };
}

const SYSTEM_FAULTS: Readonly<Partial<Record<string, PackFault['code']>>> = {
  ENOENT: 'file-missing',
  ENOTDIR: 'file-missing',
  EACCES: 'file-not-allowed',
  EPERM: 'file-not-allowed',
};
