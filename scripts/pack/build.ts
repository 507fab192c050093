import { writeFileSync } from 'node:fs';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { writePackFile } from '#parcel/pack-file.ts';
import { readArgs } from './arguments.ts';
import { readPrivateKey } from './key-files.ts';
import { loadOrTell } from './sources.ts';
import { refuse, usage, type Run } from './terminal.ts';

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
  const out = told.options.out ?? `${pack.id}-${pack.version}.zxpack`;
  const file = writePackFile(canonicalJson(pack), key);
  writeFileSync(out, file);
  const facts = { file: out, name: pack.name, version: pack.version, sha256: hash, bytes: file.length };
  terminal.print(terminal.words(key === null ? 'file.built' : 'file.built-signed', facts));
  return 0;
};
