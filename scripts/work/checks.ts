import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../door/root.mjs';
import { runTool, type Ending } from './child.ts';
import { describeCounts, noTests, runVitest, type Counts } from './vitest.ts';

interface Step {
  readonly name: string;
  readonly run: () => Promise<Ending & { readonly counts?: Counts }>;
}

export interface CheckResult {
  /** The steps that failed, by name. */
  readonly failed: readonly string[];
  /** The counts of the unit tests. */
  readonly counts: Counts;
}

const cache = 'node_modules/.cache';
const stepsAtOnce = 2;

/** The longest first, so that two at a time end together. */
function steps(lintCache: boolean): readonly Step[] {
  const layers = ['src-shared', 'src-main', 'src-renderer', 'src-service', 'test', 'scripts'];
  const present = layers.filter((folder) => existsSync(join(root, folder)));
  const cached = ['--cache', '--cache-strategy', 'content', '--cache-location', `${cache}/eslint/`];
  return [
    {
      name: 'lint',
      run: () => runTool('eslint/bin/eslint.js', ['.', '--max-warnings=0', ...(lintCache ? cached : [])]),
    },
    { name: 'types', run: () => runTool('vue-tsc/bin/vue-tsc.js', ['-b', '--pretty']) },
    { name: 'unit', run: () => runVitest(['unit'], { show: false }) },
    { name: 'layers', run: () => runTool('dependency-cruiser/bin/dependency-cruiser.mjs', [...present, '--config']) },
    { name: 'dead code', run: () => runTool('knip/bin/knip.js', ['--no-progress', '--treat-config-hints-as-errors']) },
    {
      name: 'format',
      run: () =>
        runTool('prettier/bin/prettier.cjs', [
          ...['.', '--check', '--log-level=warn'],
          ...['--cache', '--cache-location', `${cache}/prettier/cache.json`],
        ]),
    },
  ];
}

/**
 * Runs every step, two at a time, one line each; the output of a step is shown when it failed.
 * `lintCache` is for working all day: a file is then linted again only when it changed itself, although
 * rules that know types depend on other files too. CI does without.
 */
export async function runChecks({ lintCache }: { readonly lintCache: boolean }): Promise<CheckResult> {
  const waiting = [...steps(lintCache)];
  const failed: string[] = [];
  let counts = noTests;
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const ending = await step.run();
      const note = ending.counts === undefined ? '' : `   ${describeCounts(ending.counts)}`;
      console.log(
        `${ending.ok ? 'ok    ' : 'FAILED'} ${step.name.padEnd(10)} ${ending.seconds.toFixed(1).padStart(5)} s${note}`,
      );
      if (ending.counts !== undefined) counts = ending.counts;
      if (!ending.ok) {
        failed.push(step.name);
        console.log(ending.output.trimEnd());
      }
    }
  };
  await Promise.all(Array.from({ length: stepsAtOnce }, worker));
  return { failed, counts };
}

/** Mends what the tools can mend by themselves. */
export async function fixWhatCanBe(): Promise<void> {
  await runTool('eslint/bin/eslint.js', ['.', '--fix'], true);
  await runTool('prettier/bin/prettier.cjs', ['.', '--write', '--log-level=warn'], true);
}
