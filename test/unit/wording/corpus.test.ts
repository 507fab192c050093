import { describe, expect, test } from 'vitest';
import { compileWording } from '#shared/domain/wording/check.ts';
import { readWordingCorpus, type Labelled } from '#kit/wording-corpus.ts';
import { defaultWording } from '#kit/wording-policy.ts';

const LEAST = 0.98;

const checker = compileWording(defaultWording());
const corpus = readWordingCorpus();

interface Score {
  right: number;
  wrong: number;
  missed: number;
}

/** Each rule of each text is one decision; `all` adds them up. */
function score(texts: readonly Labelled[]): Map<string, Score> {
  const scores = new Map<string, Score>([['all', { right: 0, wrong: 0, missed: 0 }]]);
  for (const { text, context, rules, allowed } of texts) {
    const found = new Set(checker.check(text, context).map(({ rule }) => rule));
    for (const rule of new Set([...found, ...rules])) {
      const counts = scores.get(rule) ?? { right: 0, wrong: 0, missed: 0 };
      scores.set(rule, counts);
      for (const each of [counts, scores.get('all')!]) {
        if (!found.has(rule)) each.missed += 1;
        else if (rules.includes(rule)) each.right += 1;
        else if (!allowed.includes(rule)) each.wrong += 1;
      }
    }
  }
  return scores;
}

const precision = ({ right, wrong }: Score): number => (right + wrong === 0 ? 1 : right / (right + wrong));
const recall = ({ right, missed }: Score): number => (right + missed === 0 ? 1 : right / (right + missed));

function report(name: string, scores: ReadonlyMap<string, Score>): string {
  const rows = [...scores].sort(([a], [b]) => a.localeCompare(b));
  return rows
    .map(([rule, each]) => `${name.padEnd(14)} ${rule.padEnd(8)} ${percent(precision(each))} ${percent(recall(each))}`)
    .join('\n');
}

const percent = (part: number): string => `${(part * 100).toFixed(1).padStart(6)} %`;

describe('the corpus of wording', () => {
  test('is large, and half of it is harmless', () => {
    const harmless = corpus.filter(({ allowed }) => allowed.length === 0).length;
    expect(corpus.length).toBeGreaterThanOrEqual(480);
    expect(harmless / corpus.length).toBeGreaterThan(0.4);
    expect(new Set(corpus.map(({ context, text }) => `${context} ${text}`)).size).toBe(corpus.length);
  });

  test.each(['written', 'held out'])('is told right in nearly all cases: %s', (name) => {
    const part = corpus.filter(({ file }) => file.startsWith('held-out') === (name === 'held out'));
    const scores = score(part);
    const all = scores.get('all')!;
    // The figures are part of what a change is judged by: `--reporter=verbose` shows them.
    process.stdout.write(`${report(name, scores)}\n`);
    expect({ precise: precision(all) >= LEAST, complete: recall(all) >= LEAST }, report(name, scores)).toEqual({
      precise: true,
      complete: true,
    });
  });

  test('finds exactly the phrase where the label says which', () => {
    const other = corpus
      .filter(({ span }) => span !== null)
      .map((labelled) => ({
        ...labelled,
        found: checker.check(labelled.text, labelled.context).map(({ text }) => text),
      }))
      .filter(({ span, found }) => !found.includes(span ?? ''))
      .map(({ text, span, found }) => ({ text, span, found }));
    expect(other).toEqual([]);
  });
});
