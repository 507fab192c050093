import { fingerprintOf } from '#parcel/pack-file.ts';
import { readArgs } from './arguments.ts';
import { makeKeyFiles } from './key-files.ts';
import { refuse, usage, type Run } from './terminal.ts';

/** Makes a key pair with which packs are signed. */
export const keys: Run = (args, terminal) => {
  const told = readArgs(args, { words: [1, 1] });
  const [name] = told?.words ?? [];
  if (name === undefined) return usage(terminal, 'keys');
  const made = makeKeyFiles(name);
  if (made === null) return refuse(terminal, 'keys.there', { name });
  const { privateFile, publicKey } = made;
  terminal.print(terminal.words('keys.made', { privateFile, publicKey, fingerprint: fingerprintOf(publicKey) }));
  return 0;
};
