import { ensureBuilt } from '../work/build.ts';
import { runVitest } from '../work/vitest.ts';

await ensureBuilt();
const { ok, output } = await runVitest(['e2e'], { show: true, filters: process.argv.slice(2) });
if (output !== '') console.log(output);
if (!ok) process.exitCode = 1;
