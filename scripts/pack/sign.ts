import { writePackFile } from '#parcel/pack-file.ts';
import { readArgs } from './arguments.ts';
import { readPrivateKey } from './key-files.ts';
import { openOrTell } from './opened.ts';
import { refuse, usage, type Run } from './terminal.ts';
import { written } from './written.ts';

/** Signs a file that was built; who builds need not be who may publish. */
export const sign: Run = (args, terminal) => {
  const told = readArgs(args, { words: [1, 1], options: ['key', 'out'] });
  const [path] = told?.words ?? [];
  const keyFile = told?.options.key;
  if (told === null || path === undefined || keyFile === undefined) return usage(terminal, 'sign');
  const key = readPrivateKey(keyFile);
  if (key === null) return refuse(terminal, 'no-private-key', { file: keyFile });
  const opened = openOrTell(path, terminal);
  if (opened === null) return 1;
  const out = told.options.out ?? path;
  if (!written(out, writePackFile(opened.body, key))) return refuse(terminal, 'file.not-written', { file: out });
  terminal.print(terminal.words('sign.done', { file: out, sha256: opened.sha256 }));
  terminal.print(terminal.words('next.publish', { file: out }));
  return 0;
};
