import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../door/root.mjs';
import { runTool, type Call, type Ending } from './child.ts';
import { describeCounts, noTests, runVitest, type Counts } from './vitest.ts';

const cache = 'node_modules/.cache';
const stepsAtOnce = 2;

/** How each checking tool is called, in the repository or in a planted copy of its layout. */
export const calls = {
  lint: ['eslint/bin/eslint.js', '.', '--max-warnings=0'],
  types: ['vue-tsc/bin/vue-tsc.js', '-b', '--pretty', 'false'],
  layers: (folder: string): Call => [
    'dependency-cruiser/bin/dependency-cruiser.mjs',
    ...['src-shared', 'src-main', 'src-renderer', 'src-service', 'src-parcel', 'test', 'scripts'].filter((layer) =>
      existsSync(join(folder, layer)),
    ),
    '--config',
  ],
  deadCode: ['knip/bin/knip.js', '--no-progress', '--no-config-hints'],
  format: ['prettier/bin/prettier.cjs', '.', '--check', '--log-level=warn'],
} as const;

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

/** The longest first, so that two at a time end together. */
function steps(lintCache: boolean): readonly Step[] {
  const cached = ['--cache', '--cache-strategy=content', `--cache-location=${cache}/eslint/`];
  return [
    { name: 'lint', run: () => runTool(lintCache ? [...calls.lint, ...cached] : calls.lint) },
    { name: 'types', run: async () => oncePerError(await runTool(calls.types)) },
    { name: 'unit', run: () => runVitest(['unit'], { show: false }) },
    { name: 'layers', run: () => runTool(calls.layers(root)) },
    { name: 'dead code', run: () => runTool(calls.deadCode) },
    {
      name: 'format',
      run: () => runTool([...calls.format, '--cache', `--cache-location=${cache}/prettier/cache.json`]),
    },
  ];
}

/** Shared code is compiled once per environment, so the same error would be told several times. */
function oncePerError(ending: Ending): Ending {
  const errors = new Set(ending.output.split(/\n(?=\S)/));
  return { ...ending, output: [...errors].join('\n') };
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
      console.log(describeStep(step.name, ending));
      if (ending.counts !== undefined) counts = ending.counts;
      if (!ending.ok) failed.push(step.name);
    }
  };
  await Promise.all(Array.from({ length: stepsAtOnce }, worker));
  return { failed, counts };
}

function describeStep(name: string, { ok, seconds, counts, output }: Ending & { readonly counts?: Counts }): string {
  const note = counts === undefined ? '' : `   ${describeCounts(counts)}`;
  const line = `${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(10)} ${seconds.toFixed(1).padStart(5)} s${note}`;
  return ok ? line : `${line}\n${output.trim()}\n`;
}

/** Mends what the tools can mend by themselves. */
export async function fixWhatCanBe(): Promise<void> {
  await runTool([...calls.lint, '--fix'], { show: true });
  await runTool(['prettier/bin/prettier.cjs', '.', '--write', '--log-level=warn'], { show: true });
}
