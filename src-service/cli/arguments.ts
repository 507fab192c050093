import { parseArgs } from 'node:util';
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { Problem } from './problem.ts';

export interface Arguments {
  readonly words: readonly string[];
  readonly help: boolean;
  readonly withCode: boolean;
  /** Lists are for a program. */
  readonly json: boolean;
  readonly branch: string;
  readonly role: string;
  readonly moreBranches: readonly string[];
  readonly label: string;
  /** Settings that were told here, by their names. */
  readonly settings: Readonly<Record<string, string | undefined>>;
  /** What holds where nobody says otherwise: whoever starts the service says so for all who call it like this. */
  readonly usual: Readonly<Record<string, string>>;
}

export function readArguments(argv: readonly string[]): Result<Arguments, Problem> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        ...{ help: { type: 'boolean', short: 'h' }, 'with-code': { type: 'boolean' }, json: { type: 'boolean' } },
        ...{ branch: { type: 'string' }, role: { type: 'string' }, 'more-branches': { type: 'string' } },
        ...{ label: { type: 'string' }, config: { type: 'string' }, data: { type: 'string' } },
        ...{
          'usual-data': { type: 'string' },
          host: { type: 'string' },
          port: { type: 'string' },
          'database-url': { type: 'string' },
        },
      } as const,
    });
    const { config, data, host, port } = values;
    const usual = values['usual-data'];
    const told = { config, dataFolder: data, host, port, databaseUrl: values['database-url'] };
    return ok({
      words: positionals,
      help: values.help ?? false,
      withCode: values['with-code'] ?? false,
      json: values.json ?? false,
      branch: values.branch ?? 'main',
      role: values.role ?? 'agent',
      moreBranches: values['more-branches']?.split(',').filter((branch) => branch !== '') ?? [],
      label: values.label ?? '',
      usual: usual === undefined ? {} : { dataFolder: usual },
      settings: Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)),
    });
  } catch (error) {
    return fail({ code: 'wrong-command', ...(error instanceof Error && { detail: error.message }) });
  }
}
