import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { BREAKS } from './breaks.ts';
import type { Break } from './broken.ts';
import type { Range } from './seeds.ts';

/**
 * A process of its own: runs the seeds named in its argument, perhaps with a rule broken, and tells the outcome as JSON.
 * Some rules are so seldom needed that only the plans that once went wrong show what they are for.
 */
const { broken, ...range } = JSON.parse(process.argv[2] ?? '{}') as Range & { readonly broken?: string };
const root = fileURLToPath(new URL('../../../', import.meta.url));

if (broken !== undefined) {
  const rule = BREAKS.find(({ name }) => name === broken);
  if (rule === undefined) throw new Error(`There is no break "${broken}".`);
  const sources = sourcesOf(rule);
  registerHooks({
    load: (url, context, next) => {
      const source = url.startsWith('file:') ? sources.get(fileURLToPath(url)) : undefined;
      return source === undefined ? next(url, context) : { format: 'module-typescript', source, shortCircuit: true };
    },
  });
}

const { runSeeds } = await import('./seeds.ts');
const { FOUND } = await import('./found.ts');
process.stdout.write(JSON.stringify(await runSeeds(range, broken === undefined ? [] : FOUND)));

/** The sources with the rule broken. What is not found exactly once is an error: the list has to follow the engine. */
function sourcesOf({ name, changes }: Break): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const { file, found, instead } of changes) {
    const path = `${root}${file}`;
    const source = sources.get(path) ?? readFileSync(path, 'utf8');
    if (source.split(found).length !== 2) throw new Error(`"${name}": not once in ${file}: ${found}`);
    sources.set(
      path,
      source.replace(found, () => instead),
    );
  }
  return sources;
}
