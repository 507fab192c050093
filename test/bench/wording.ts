import { compileWording } from '#shared/domain/wording/check.ts';
import type { WordingPolicy } from '#shared/domain/wording/policy.ts';
import { Random } from '#kit/random.ts';
import { readWordingCorpus } from '#kit/wording-corpus.ts';
import { defaultWording } from '#kit/wording-policy.ts';
import type { Bench } from './bench.ts';
import type { Figure } from './figure.ts';
import { median, percentile } from './statistics.ts';

const TERMS = 20_000;
const LETTERS = 2_000;
const KEYSTROKES = 300;
const WARM_UP = 20;

/**
 * From a keystroke in a long note to its hits: a policy with 20,000 terms beside everything that the default one knows.
 * The peer looks for each term in turn, in letters that were made alike as simply as can be, and does nothing else.
 */
export const wording: Bench = {
  name: 'wording',
  about: 'checking 2,000 characters against 20,000 terms with each keystroke',
  run: ({ quick }, tell) => {
    const random = new Random(11);
    const terms = [...new Set(Array.from({ length: TERMS }, () => termFrom(random)))];
    const policy = withTerms(defaultWording(), terms);
    const before = performance.now();
    const checker = compileWording(policy);
    const compiled = performance.now() - before;

    let text = longNote(random, terms);
    const ours: number[] = [];
    const peer: number[] = [];
    let hits = 0;
    const rounds = (quick ? KEYSTROKES / 10 : KEYSTROKES) + WARM_UP;
    for (let round = 0; round < rounds; round += 1) {
      text = text.slice(1) + letterFrom(random);
      const check = timed(() => (hits = checker.check(text, 'agent_note').length));
      const naive = timed(() => oneByOne(text, terms));
      if (round < WARM_UP) continue;
      ours.push(check);
      peer.push(naive);
    }
    for (const p of [0.5, 0.99]) tell(figure(p, ours, peer, { hits, compiled, compiledUnit: 'ms' }));
    return Promise.resolve();
  },
};

function figure(
  p: number,
  ours: readonly number[],
  peer: readonly number[],
  more: NonNullable<Figure['more']>,
): Figure {
  const value = p === 0.5 ? median(ours) : percentile(ours, p);
  return {
    ...{ name: `wording.keystroke.p${String(p * 100)}`, ours: value, peer: percentile(peer, p), floor: null },
    ...{ unit: 'ms', n: ours.length, goal: { text: '≤ 5 ms', met: value <= 5 }, more },
  };
}

/** Common ideographs, so that terms begin like each other and like the text. */
function letterFrom(random: Random): string {
  return String.fromCodePoint(0x4e00 + random.between(0, 2_500));
}

function termFrom(random: Random): string {
  return Array.from({ length: random.between(2, 6) }, () => letterFrom(random)).join('');
}

function withTerms(policy: WordingPolicy, terms: readonly string[]): WordingPolicy {
  const [group, ...others] = policy.groups;
  if (group === undefined) return policy;
  const more = { ...group, id: 'of-a-supervisor', phrases: [...terms], unless: [] };
  return { ...policy, groups: [more, group, ...others] };
}

/** Texts of the corpus, with a term of the list now and then. */
function longNote(random: Random, terms: readonly string[]): string {
  const texts = readWordingCorpus().map(({ text }) => text);
  let note = '';
  while (note.length < LETTERS) note += `${random.chance(0.1) ? random.pick(terms) : random.pick(texts)}。`;
  return note.slice(0, LETTERS);
}

function oneByOne(text: string, terms: readonly string[]): number {
  const letters = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  let found = 0;
  for (const term of terms) {
    for (let at = letters.indexOf(term); at >= 0; at = letters.indexOf(term, at + 1)) found += 1;
  }
  return found;
}

function timed(run: () => void): number {
  const before = performance.now();
  run();
  return performance.now() - before;
}
