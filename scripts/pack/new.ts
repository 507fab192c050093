import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { readArgs } from './arguments.ts';
import { SCHEMA_FILE } from './schema.ts';
import { loadOrTell } from './sources.ts';
import { refuse, resources, usage, type Run } from './terminal.ts';

const LONGEST_ID = 48;

/** Begins a pack that extends another one: the folder says only what is to be otherwise. */
export const newPack: Run = (args, terminal) => {
  const told = readArgs(args, { words: [1, 1], options: ['extends', 'name'] });
  const [folder] = told?.words ?? [];
  if (told === null || folder === undefined) return usage(terminal, 'new');
  const base = told.options.extends ?? join(resources, 'packs', 'zh-CN');
  const file = join(folder, 'pack.yaml');
  if (existsSync(file)) return refuse(terminal, 'new.there', { file });
  const loaded = loadOrTell(base, terminal);
  if (loaded === null) return 1;
  const id =
    basename(resolve(folder))
      .toLowerCase()
      .replaceAll(/[^a-z0-9-]+/gu, '-')
      .replace(/^-+/u, '')
      .slice(0, LONGEST_ID) || 'pack';
  mkdirSync(folder, { recursive: true });
  const pathTo = (path: string): string => relative(resolve(folder), resolve(path)).replaceAll('\\', '/');
  const lines = [
    `# yaml-language-server: $schema=${pathTo(SCHEMA_FILE)}`,
    ...terminal
      .words('new.comment')
      .split('\n')
      .map((line) => `# ${line}`.trimEnd()),
    `extends: { pack: ${JSON.stringify(pathTo(base))} }`,
    `id: ${JSON.stringify(id)}`,
    'version: 0.1.0',
    `name: ${JSON.stringify(told.options.name ?? id)}`,
    '',
  ];
  writeFileSync(file, lines.join('\n'));
  terminal.print(terminal.words('new.done', { file, base: `${loaded.pack.name} ${loaded.pack.version}` }));
  return 0;
};
