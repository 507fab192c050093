import { ensureBuilt } from '../work/build.ts';
import { become } from '../work/program.ts';

await ensureBuilt();
await become('test/screenshots/main.ts', process.argv.slice(2));
