import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { WORDING_CONTEXTS, type WordingContext } from '#shared/domain/wording/policy.ts';

const FOLDER = join(import.meta.dirname, '..', 'corpus', 'wording');

/** One labelled text. */
export interface Labelled {
  readonly file: string;
  readonly context: WordingContext;
  readonly text: string;
  /** Rules that must be found. */
  readonly rules: readonly string[];
  /** Rules that may be found as well: the text can be read either way. */
  readonly allowed: readonly string[];
  /** What exactly must be found, where the label says. */
  readonly span: string | null;
}

/** Lines of `context ⇥ rules or ok ⇥ text ⇥ span`; a rule with a question mark may be found, `#` begins a remark. */
export function readWordingCorpus(): readonly Labelled[] {
  return globSync('*.tsv', { cwd: FOLDER })
    .sort()
    .flatMap((file) =>
      readFileSync(join(FOLDER, file), 'utf8')
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((line) => labelled(basename(file, '.tsv'), line)),
    );
}

function labelled(file: string, line: string): Labelled {
  const [name = '', label = '', text = '', span] = line.split('\t');
  const context = WORDING_CONTEXTS.find((each) => each === name);
  if (context === undefined || text === '') throw new Error(`${file}: not a labelled text: ${line}`);
  const rules = label === 'ok' ? [] : label.split(',');
  return {
    ...{ file, context, text, span: span ?? null },
    rules: rules.filter((rule) => !rule.startsWith('?')),
    allowed: rules.map((rule) => rule.replace('?', '')),
  };
}
