import { join } from 'node:path';
import { compileWording, type WordingChecker } from '#shared/domain/wording/check.ts';
import { WORDING_CONTEXTS, type WordingContext } from '#shared/domain/wording/policy.ts';
import { readArgs } from './arguments.ts';
import { loadOrTell } from './sources.ts';
import { refuse, resources, usage, type Run } from './terminal.ts';

/**
 * Reads one text a line from the standard input, which may begin with its context and a tab, and tells of each as one line of
 * JSON what is to be put otherwise. A line is told as soon as it is whole. The input is UTF-8, whatever the terminal says.
 */
export const checkWording: Run = async (args, terminal) => {
  const told = readArgs(args, { words: [0, 1] });
  if (told === null) return usage(terminal, 'check-wording');
  const loaded = loadOrTell(told.words[0] ?? join(resources, 'packs', 'zh-CN'), terminal);
  if (loaded === null) return 1;
  const { wording } = loaded.pack;
  if (wording === undefined) return refuse(terminal, 'check-wording.none', { name: loaded.pack.name });
  const checker = compileWording(wording);
  for await (const line of linesOf(terminal.input)) terminal.print(checkLine(checker, line));
  return 0;
};

export function checkLine(checker: WordingChecker, line: string): string {
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
async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
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
