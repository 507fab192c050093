import { ensureBuilt } from '../steps/build.ts';
import { become } from '../steps/program.ts';

await ensureBuilt();
await become('test/screenshots/main.ts', process.argv.slice(2));
