import { compileWording, type WordingChecker } from '../../src-shared/domain/wording/check.ts';
import { WORDING_CONTEXTS, type WordingContext } from '../../src-shared/domain/wording/policy.ts';
import { readWordingPolicy } from './wording-policy.ts';

/**
 * Reads one text a line, which may begin with its context and a tab, and tells of each as one line of JSON what is to be put
 * otherwise. A line is told as soon as it is whole. The input is UTF-8, whatever the terminal says.
 */
export async function checkWording(input: AsyncIterable<Uint8Array>, tell: (line: string) => void): Promise<void> {
  const checker = compileWording(readWordingPolicy());
  for await (const line of lines(input)) tell(checkLine(checker, line));
}

function checkLine(checker: WordingChecker, line: string): string {
  const tab = line.indexOf('\t');
  const context = contextOf(line.slice(0, Math.max(tab, 0)));
  const text = context === undefined ? line : line.slice(tab + 1);
  const hits = checker
    .check(text, context)
    .map(({ start, end, text: found, rule, reason, better }) => ({ start, end, text: found, rule, reason, better }));
  return JSON.stringify({ text, hits });
}

function contextOf(word: string): WordingContext | undefined {
  return WORDING_CONTEXTS.find((context) => context === word);
}

/** Split at line feeds alone: other separators may be part of a text. */
async function* lines(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of input) {
    const pieces = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = pieces.pop() ?? '';
    for (const piece of pieces) yield piece.replace(/\r$/, '');
  }
  rest += decoder.decode();
  if (rest !== '') yield rest.replace(/\r$/, '');
}
