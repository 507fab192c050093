import { openBook, type FoundIn } from './book.ts';
import { byPlace, coverOf, type Stretch } from './cover.ts';
import { readLetters, type Letters, type Reading } from './letters.ts';
import { foldOf } from './fold.ts';
import type { Found } from './join.ts';
import type { WordingContext, WordingKind, WordingPolicy } from './policy.ts';
import { wordsOfOthers, type Voices } from './quotations.ts';
import { wholeAnswer } from './whole-answer.ts';

/** One phrase to put otherwise. `start` and `end` are UTF-16 indices of the text that was checked. */
export interface WordingHit {
  readonly start: number;
  readonly end: number;
  /** `text.slice(start, end)`. */
  readonly text: string;
  /** The rule of the trade, `R-WRD-1`. */
  readonly rule: string;
  readonly kind: WordingKind;
  readonly reason: string;
  readonly better: string | null;
}

/** Whether the messages of a chat are framed as R-WRD-2 wants it. */
export interface Courtesy {
  readonly greets: boolean;
  readonly closes: boolean;
}

export interface WordingChecker {
  /** Hits in the order of the text. Any text is answered, none throws. Without a context it is what a customer would read. */
  check(text: string, context?: WordingContext): readonly WordingHit[];
  /** `messages` are the agent's, first to last. */
  courtesy(messages: readonly string[]): Courtesy;
}

type Finding = Pick<WordingPolicy['groups'][number], 'rule' | 'kind' | 'reason' | 'better'>;
type Checked = Exclude<WordingContext, 'quoted_customer'>;

/** What gives way to a graver phrase in the same place, and to which kinds. */
const GIVES_WAY: Readonly<Partial<Record<WordingKind, readonly WordingKind[]>>> = {
  manner: ['forbidden', 'sensitive', 'promise'],
  negative: ['forbidden', 'sensitive', 'promise', 'manner'],
  guess: ['forbidden', 'sensitive', 'promise', 'manner', 'negative'],
};

/** Makes a checker of a policy that its schema has accepted. Costs some milliseconds for each thousand phrases. */
export function compileWording(policy: WordingPolicy): WordingChecker {
  const reading: Reading = {
    fold: foldOf(policy.alike),
    keptSigns: new Set(policy.keptSigns),
    skippedLetters: new Set(policy.skippedLetters),
  };
  const lists: (readonly string[])[] = [];
  const list = (phrases: readonly string[]): number => lists.push(phrases) - 1;
  const harmless = list(policy.harmless);
  const groups = policy.groups.map((group) => ({ group, phrases: list(group.phrases), unless: list(group.unless) }));
  const { introductions, agent, unintroduced } = policy.quotations;
  const others = introductions.map((each) => ({ ...each, list: list(each.phrases), but: list(each.unless) }));
  const agents = { list: list(agent.phrases), but: list(agent.unless) };
  const greetings = list(policy.courtesy.greetings);
  const closings = list(policy.courtesy.closings);
  const book = openBook(lists, policy.sets, reading, policy.particles);
  const answers = wholeAnswer(policy.answers, policy.particles, reading);

  function voicesIn(find: FoundIn, letters: Letters, context: Checked): Voices {
    const place = ({ start, end }: Found): Stretch => ({
      start: letters.start[start] ?? 0,
      end: letters.end[end - 1] ?? 0,
    });
    return {
      others: others
        .filter(({ contexts }) => contexts.includes(context))
        .flatMap(({ list: phrases, but, until, speaksInPerson }) =>
          uncovered(find(phrases), find(but)).map((found) => ({ ...place(found), until, speaksInPerson })),
        ),
      agents: uncovered(find(agents.list), find(agents.but)).map(place),
      unintroducedAreOthers: unintroduced.includes(context),
    };
  }

  function check(text: string, context: WordingContext = 'agent_chat'): readonly WordingHit[] {
    if (context === 'quoted_customer') return [];
    const letters = readLetters(text, reading);
    const hit = ({ start, end }: Found, { rule, kind, reason, better }: Finding): WordingHit => {
      const [from, to] = [letters.start[start] ?? 0, letters.end[end - 1] ?? 0];
      return { start: from, end: to, text: text.slice(from, to), rule, kind, reason, better };
    };
    const whole = answers(letters, context);
    if (whole !== null) return [hit({ start: 0, end: letters.chars.length, head: 0 }, whole)];

    const find = book.find(letters);
    const excused = find(harmless);
    const hits = groups
      .filter(({ group }) => group.contexts.includes(context))
      .flatMap(({ group, phrases, unless }) =>
        uncovered(uncovered(find(phrases), find(unless)), excused).map((found) => hit(found, group)),
      );
    if (hits.length === 0) return [];
    const foreign = wordsOfOthers(text, letters, voicesIn(find, letters, context), policy.quotations);
    const theirs = coverOf(foreign);
    return inOrder(hits).filter(({ start }) => !theirs.covers(start, start + 1));
  }

  function courtesyOf(messages: readonly string[]): Courtesy {
    const { greetWithin, closeWithin } = policy.courtesy;
    const spoken = messages.map((message) => readLetters(message, reading)).filter(({ chars }) => chars !== '');
    const [first] = spoken;
    return {
      greets:
        first !== undefined &&
        book
          .find(first)(greetings)
          .some(({ start }) => start < greetWithin),
      closes: spoken.slice(-closeWithin).some((message) => book.find(message)(closings).length > 0),
    };
  }

  return { check, courtesy: courtesyOf };
}

/** Those whose first part no exception covers, and whose first letter does not belong to one that begins before (能不能 before 不能退). */
function uncovered(found: readonly Found[], exceptions: readonly Found[]): readonly Found[] {
  if (exceptions.length === 0) return found;
  const { covers } = coverOf(exceptions);
  return found.filter(({ start, head }) => !covers(start, head) && !covers(start - 1, start + 1));
}

/** Of hits of one rule that overlap the longest; what is only put better gives way to what must not be said. */
function inOrder(hits: readonly WordingHit[]): readonly WordingHit[] {
  const kept: WordingHit[] = [];
  const last = new Map<string, number>();
  for (const hit of [...hits].sort(byPlace)) {
    const index = last.get(hit.rule);
    const before = index === undefined ? undefined : kept[index];
    if (index === undefined || before === undefined || hit.start >= before.end) {
      last.set(hit.rule, kept.push(hit) - 1);
    } else if (hit.end - hit.start > before.end - before.start) kept[index] = hit;
  }
  return kept.filter(standing(kept)).sort(byPlace);
}

function standing(hits: readonly WordingHit[]): (hit: WordingHit) => boolean {
  const graver = new Map(
    Object.entries(GIVES_WAY).map(([kind, kinds]) => [kind, coverOf(hits.filter((hit) => kinds.includes(hit.kind)))]),
  );
  return ({ kind, start, end }) => graver.get(kind)?.meets(start, end) !== true;
}
