import { Problem } from '../door/problem.mjs';
import { ensureBuilt } from '../steps/build.ts';
import { runChecks } from '../steps/checks.ts';
import { addCounts, describeCounts, runVitest, type Counts } from '../steps/vitest.ts';

/** Everything runs even after a failure: one red run shows all there is to mend. */
const failed: string[] = [];
const counts: Counts[] = [];

const checks = await runChecks({ lintCache: false });
failed.push(...checks.failed);
counts.push(checks.counts);

// The contract tests drive the built programs too; without them only what is pure can still be told.
const built = await builds();
await test(built ? ['contract', 'property', 'simulation'] : ['property', 'simulation']);
if (built) await test(['e2e']);

const sum = addCounts(counts);
// A step that is no test (lint, types, the build …) must not hide behind "0 failed".
const otherFailures = failed.filter((name) => name !== 'unit' && name !== 'tests').length;
if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}`);
console.log(`\n${describeCounts({ ...sum, failed: sum.failed + otherFailures })}`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function test(projects: Parameters<typeof runVitest>[0]): Promise<void> {
  const result = await runVitest(projects, { show: true });
  if (result.output !== '') console.log(result.output);
  counts.push(result.counts);
  if (!result.ok) failed.push('tests');
}

async function builds(): Promise<boolean> {
  try {
    await ensureBuilt();
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.log(error.message);
    failed.push('build');
    return false;
  }
}
