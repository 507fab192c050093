import { relative, resolve } from 'node:path';
import { faultTeller } from '#core/scripts/fault-words.ts';
import { readWithBase } from '#core/scripts/pack-base.ts';
import { sourceFiles } from '#core/scripts/pack-sources.ts';
import { isPackFaultCode } from '#shared/domain/pack/fault.ts';
import { lintPack, type LintOptions } from '#shared/domain/pack/lint/lint.ts';
import { readPack } from '#shared/domain/pack/validate.ts';
import { readArgs } from './arguments.ts';
import { positionOf, readSource, type Position, type Source, type Told } from './places.ts';
import { readRules } from './rules.ts';
import { resources, usage, type Run, type Terminal } from './terminal.ts';

export interface Placed extends Told {
  readonly position: Position;
}

/** Everything that is wrong with a pack or should be otherwise, each where it stands. */
export const lint: Run = (args, terminal) => {
  const told = readArgs(args, { words: [1, 1], options: ['rules'], flags: ['no-rules'] });
  const [path] = told?.words ?? [];
  if (told === null || path === undefined) return usage(terminal, 'lint');
  const rules = told.flags.has('no-rules') ? null : readRules(terminal.locale, told.options.rules);
  const findings = lintSources(path, { rules });
  const advice = adviceOf(terminal, new Map(rules?.map(({ id, about }) => [id, about])));
  for (const finding of findings) {
    const { file, line, column } = finding.position;
    terminal.print(`${relative('.', file)}:${String(line)}:${String(column)} ${finding.code} ${advice(finding)}`);
  }
  const count = findings.length;
  terminal.print(terminal.words(count === 0 ? 'lint.clean' : 'lint.sum', { count }));
  return findings.every(({ code }) => code === 'not-decided') ? 0 : 1;
};

/** Faults first: of a pack that has any, nothing else can be said. */
export function lintSources(path: string, options: LintOptions): readonly Placed[] {
  const start = { file: path, line: 1, column: 1 };
  const files = sourceFiles(path);
  if (!files.ok) return files.error.map((fault) => ({ ...fault, position: start }));
  const own = files.value.map(readSource);
  const unread = own.flatMap((source) => ('fault' in source ? [{ ...source.fault, position: source.position }] : []));
  if (unread.length > 0) return unread;

  const whole = readWithBase(resolve(path));
  if (!whole.ok) return whole.error.map((fault) => place(null, own, fault, start));
  const bases = whole.value.files.slice(files.value.length).map(readSource);
  const { raw } = whole.value;
  const read = readPack(raw);
  const told: readonly Told[] = read.ok ? lintPack(read.value, options) : read.error;
  return told
    .map((each) => place(raw, [...own, ...bases], each, start))
    .sort((one, other) => order(one.position, other.position));
}

function place(raw: unknown, read: readonly ReturnType<typeof readSource>[], told: Told, start: Position): Placed {
  const sources = read.flatMap((source): readonly Source[] => ('fault' in source ? [] : [source]));
  // What was not laid together can only be looked for in each file.
  const position = positionOf(raw ?? sources[0]?.value, sources, told);
  return { ...told, position: position.file === '' ? start : position };
}

function order(one: Position, other: Position): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.line - other.line || one.column - other.column;
}

function adviceOf(terminal: Terminal, about: ReadonlyMap<string, string>): (told: Told) => string {
  const fault = faultTeller(resources, terminal.locale);
  return ({ path, code, facts = {} }) => {
    if (isPackFaultCode(code)) return fault({ path, code, facts });
    const rule = about.get(String(facts.name));
    const what = terminal.words(`lint.${code}`, rule === undefined ? facts : { ...facts, about: rule });
    return path === '' ? what : `${path}: ${what}`;
  };
}
