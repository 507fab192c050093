import { join } from 'node:path';
import { root } from '../door/root.mjs';
import { become } from '../steps/program.ts';

const args = process.argv.slice(2);
const asksToServe = args.length === 0 || args[0]?.startsWith('-') === true;
const usual = ['--usual-data', join(root, '.zuoxi', 'service')];
// Without a command it serves, and says what a first desk needs.
await become('src-service/main.ts', [...(asksToServe ? ['serve', '--with-code'] : []), ...args, ...usual]);
