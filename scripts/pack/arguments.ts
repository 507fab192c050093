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
  const described: readonly (readonly [string, ParseArgsOptionDescriptor])[] = [
    ...options.map((name) => [name, { type: 'string' }] as const),
    ...flags.map((name) => [name, { type: 'boolean' }] as const),
  ];
  try {
    const read = parseArgs({ args: [...args], options: Object.fromEntries(described), allowPositionals: true });
    const { positionals } = read;
    const told: readonly (readonly [string, unknown])[] = Object.entries(read.values);
    if (positionals.length < least || positionals.length > most) return null;
    return {
      words: positionals,
      options: Object.fromEntries(told.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))),
      flags: new Set(told.filter(([, value]) => value === true).map(([name]) => name)),
    };
  } catch {
    return null;
  }
}
