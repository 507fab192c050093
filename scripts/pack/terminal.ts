import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fill } from '#shared/base/fill.ts';
import { localeOf, readTexts, type Locale } from '#core/words.ts';
import { root } from '../door/root.mjs';

export type Facts = Readonly<Record<string, string | number>>;

/** Where a tool of the author speaks. */
export interface Terminal {
  readonly locale: Locale;
  /** The words for a code, from `resources/locales/author`. */
  words(code: string, facts?: Facts): string;
  print(line: string): void;
  /** What is put in. */
  readonly input: AsyncIterable<Uint8Array>;
  /** What is typed, line after line. */
  lines(): AsyncIterator<string>;
}

/** 0: done. 1: something was found, or could not be done. 2: asked wrongly. */
export type ExitCode = 0 | 1 | 2;

export type Run = (args: readonly string[], terminal: Terminal) => ExitCode | Promise<ExitCode>;

export const resources = join(root, 'resources');

export function terminalOf(
  locale: Locale,
  print: (line: string) => void,
  lines: () => AsyncIterator<string>,
  input: AsyncIterable<Uint8Array> = process.stdin,
): Terminal {
  const texts = readTexts(resources, 'author', locale);
  return { locale, print, lines, input, words: (code, facts) => fill(texts[code] ?? code, facts) };
}

export function thisTerminal(): Terminal {
  return terminalOf(localeOf(process.env), (line) => console.log(line), typed);
}

function typed(): AsyncIterator<string> {
  return createInterface({ input: process.stdin })[Symbol.asyncIterator]();
}

/** How the command is called, when it was called otherwise. */
export function usage(terminal: Terminal, command: string): ExitCode {
  terminal.print(terminal.words(`usage.${command}`));
  return 2;
}

export function refuse(terminal: Terminal, code: string, facts?: Facts): ExitCode {
  terminal.print(terminal.words(code, facts));
  return 1;
}
