import { statSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { writePackFile } from '#parcel/pack-file.ts';
import { readArgs } from './arguments.ts';
import { readPrivateKey } from './key-files.ts';
import { loadOrTell } from './sources.ts';
import { refuse, usage, type Run } from './terminal.ts';
import { written } from './written.ts';

/** Makes of the sources of a pack the one file that is published. */
export const build: Run = (args, terminal) => {
  const told = readArgs(args, { words: [1, 1], options: ['out', 'key'] });
  const [path] = told?.words ?? [];
  if (told === null || path === undefined) return usage(terminal, 'build');
  const { key: keyFile } = told.options;
  const key = keyFile === undefined ? null : readPrivateKey(keyFile);
  if (keyFile !== undefined && key === null) return refuse(terminal, 'no-private-key', { file: keyFile });
  const loaded = loadOrTell(path, terminal);
  if (loaded === null) return 1;
  const { hash, pack } = loaded;
  const name = `${pack.id}-${pack.version}.zxpack`;
  const wanted = told.options.out ?? name;
  const out = isFolder(wanted) ? join(wanted, name) : wanted;
  const file = writePackFile(canonicalJson(pack), key);
  if (!written(out, file)) return refuse(terminal, 'file.not-written', { file: out });
  const facts = { file: out, name: pack.name, version: pack.version, kilobytes: Math.ceil(file.length / 1024) };
  const code = key === null ? 'file.built' : 'file.built-signed';
  terminal.print(terminal.words(code, { ...facts, sha256: hash.slice(0, SHOWN_OF_HASH) }));
  terminal.print(terminal.words(key === null ? 'next.sign' : 'next.publish', { file: out }));
  return 0;
};

/** Enough to compare by eye; `verify` tells all of it. */
const SHOWN_OF_HASH = 12;

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
