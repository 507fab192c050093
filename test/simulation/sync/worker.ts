import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { BREAKS, type Break } from './breaks.ts';
import type { Range } from './seeds.ts';

/** A process of its own: runs the seeds named in its argument, perhaps with a rule broken, and tells the outcome as JSON. */
const { broken, ...range } = JSON.parse(process.argv[2] ?? '{}') as Range & { readonly broken?: string };
const root = fileURLToPath(new URL('../../../', import.meta.url));

if (broken !== undefined) {
  const rule = BREAKS.find(({ name }) => name === broken);
  if (rule === undefined) throw new Error(`There is no break "${broken}".`);
  const source = sourceOf(rule);
  registerHooks({
    load: (url, context, next) => {
      if (!url.startsWith('file:') || fileURLToPath(url) !== `${root}${rule.file}`) return next(url, context);
      return { format: 'module-typescript', source, shortCircuit: true };
    },
  });
}

const { runSeeds } = await import('./seeds.ts');
process.stdout.write(JSON.stringify(await runSeeds(range)));

/** The source with the rule broken. What is not found exactly once is an error: the list has to follow the engine. */
function sourceOf({ name, file, changes }: Break): string {
  let source = readFileSync(`${root}${file}`, 'utf8');
  for (const [found, instead] of changes) {
    if (source.split(found).length !== 2) throw new Error(`"${name}": not once in ${file}: ${found}`);
    source = source.replace(found, () => instead);
  }
  return source;
}
