import { ensureBuilt } from '../steps/build.ts';

const result = await ensureBuilt({ force: process.argv.includes('--force') });
if (result === 'fresh') console.log('Nothing changed since the last build.');
