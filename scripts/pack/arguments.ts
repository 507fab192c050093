import { parseArgs, type ParseArgsOptionDescriptor } from 'node:util';

interface Told {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | undefined>>;
  readonly flags: ReadonlySet<string>;
}

interface Wanted {
  /** How many words there may be. */
  readonly words: readonly [least: number, most: number];
  readonly options?: readonly string[];
  readonly flags?: readonly string[];
}

/** `null`: it was called otherwise. */
export function readArgs(
  args: readonly string[],
  { words: [least, most], options = [], flags = [] }: Wanted,
): Told | null {
  const described: Record<string, ParseArgsOptionDescriptor> = Object.fromEntries([
    ...options.map((name) => [name, { type: 'string' as const }]),
    ...flags.map((name) => [name, { type: 'boolean' as const }]),
  ]);
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: described, allowPositionals: true });
    if (positionals.length < least || positionals.length > most) return null;
    const told = Object.entries(values);
    return {
      words: positionals,
      options: Object.fromEntries(told.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))),
      flags: new Set(told.filter(([, value]) => value === true).map(([name]) => name)),
    };
  } catch {
    return null;
  }
}
