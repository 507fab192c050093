import { fingerprintOf, signerOf } from '#parcel/pack-file.ts';
import { readArgs } from './arguments.ts';
import { readPublicKey } from './key-files.ts';
import { openOrTell } from './opened.ts';
import { refuse, usage, type Run } from './terminal.ts';

/** Whether a file is whole and signed by this key. */
export const verify: Run = (args, terminal) => {
  const told = readArgs(args, { words: [1, 1], options: ['key'] });
  const [path] = told?.words ?? [];
  const named = told?.options.key;
  if (path === undefined || named === undefined) return usage(terminal, 'verify');
  const key = readPublicKey(named);
  if (key === null) return refuse(terminal, 'no-public-key', { file: named });
  const opened = openOrTell(path, terminal);
  if (opened === null) return 1;
  const signer = signerOf(opened, [key]);
  const facts = { file: path, sha256: opened.sha256, fingerprint: fingerprintOf(opened.signer?.key ?? key) };
  if (!signer.ok) return refuse(terminal, `file.${signer.error}`, facts);
  terminal.print(terminal.words('verify.good', facts));
  return 0;
};
