import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../door/root.mjs';
import { runTool, type Ending } from './child.ts';

export type TestProject = 'unit' | 'contract' | 'property' | 'simulation' | 'e2e';

/** Where the files of each vitest project lie; `vitest.config.ts` reads it too. */
export const testFiles: Readonly<Record<TestProject, readonly string[]>> = {
  unit: ['test/unit/**/*.test.ts'],
  contract: ['test/contract/**/*.test.ts', 'test/{bench,crash,layers,soak}/**/*.test.ts'],
  property: ['test/property/**/*.test.ts'],
  simulation: ['test/simulation/**/*.test.ts'],
  e2e: ['test/e2e/**/*.spec.ts'],
};

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const noTests: Counts = { passed: 0, failed: 0, skipped: 0 };

export function addCounts(all: readonly Counts[]): Counts {
  return all.reduce(
    (sum, each) => ({
      passed: sum.passed + each.passed,
      failed: sum.failed + each.failed,
      skipped: sum.skipped + each.skipped,
    }),
    noTests,
  );
}

/** Exactly `N passed, N failed`, with `, N skipped` when there are any. */
export function describeCounts({ passed, failed, skipped }: Counts): string {
  const line = `${String(passed)} passed, ${String(failed)} failed`;
  return skipped > 0 ? `${line}, ${String(skipped)} skipped` : line;
}

/** Runs vitest projects in one go; projects without a test file are left out. `filters` go to vitest as they are. */
export async function runVitest(
  projects: readonly TestProject[],
  { show, filters = [] }: { readonly show: boolean; readonly filters?: readonly string[] },
): Promise<Ending & { readonly counts: Counts }> {
  const present = projects.filter((project) => globSync(testFiles[project], { cwd: root }).length > 0);
  if (present.length === 0) {
    return { ok: true, output: `no test files in ${projects.join(', ')}`, seconds: 0, counts: noTests };
  }
  const folder = mkdtempSync(join(tmpdir(), 'zuoxi-vitest-'));
  const report = join(folder, 'report.json');
  try {
    const chosen = present.flatMap((project) => ['--project', project]);
    const reporters = [`--reporter=${show ? 'default' : 'dot'}`, '--reporter=json', `--outputFile.json=${report}`];
    const ending = await runTool(['vitest/vitest.mjs', 'run', ...chosen, ...reporters, ...filters], { show });
    return { ...ending, counts: countReport(report, ending.ok) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The part of vitest's JSON report that is counted. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** A file that does not load and a run that dies count as a failure, so that "0 failed" is never said of a red run. */
function countReport(file: string, ok: boolean): Counts {
  let report: Report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return { passed: 0, failed: ok ? 0 : 1, skipped: 0 };
  }
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + unloaded;
  return {
    passed: report.numPassedTests,
    failed: ok ? failed : Math.max(failed, 1),
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
