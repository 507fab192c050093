import { ensureBuilt } from '../steps/build.ts';
import { runVitest } from '../steps/vitest.ts';

await ensureBuilt();
const { ok, output } = await runVitest(['e2e'], { show: true, filters: process.argv.slice(2) });
if (output !== '') console.log(output);
if (!ok) process.exitCode = 1;
