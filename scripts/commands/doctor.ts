import { ensureBuilt } from '../work/build.ts';
import { become } from '../work/program.ts';

await ensureBuilt();
await become('out/main/doctor.js', process.argv.slice(2));
