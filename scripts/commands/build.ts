import { words } from '../door/words.mjs';
import { ensureBuilt } from '../steps/build.ts';

const result = await ensureBuilt({ force: process.argv.includes('--force') });
if (result === 'fresh') console.log(words('build.fresh'));
