import { mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

const folder = join(tmpdir(), `zuoxi-compiled-${userInfo().uid}`);
mkdirSync(folder, { recursive: true, mode: 0o700 });

/** Environment of the children: programs that start thousands of times are compiled once. */
export const COMPILED = { NODE_COMPILE_CACHE: folder } as const;
