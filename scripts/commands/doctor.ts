import { ensureBuilt } from '../steps/build.ts';
import { become } from '../steps/program.ts';

await ensureBuilt();
await become('out/main/doctor.js', process.argv.slice(2));
