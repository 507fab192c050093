import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDataFolder } from '#core/data-folder.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';

export interface Options {
  readonly dataFolder: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly open: boolean;
  readonly help: boolean;
  readonly packFile: string | null;
}

export type BadOption = { readonly code: 'option-unknown' | 'port-invalid'; readonly value: string };

export function readOptions(args: readonly string[]): Result<Options, BadOption> {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        data: { type: 'string' },
        port: { type: 'string', default: '0' },
        open: { type: 'boolean', default: true },
        pack: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }));
  } catch (error) {
    // Node says it in an English sentence; which option it is stands in quotation marks.
    const named = /'([^']*)'/.exec(error instanceof Error ? error.message : '')?.[1];
    return fail({ code: 'option-unknown', value: named ?? args.join(' ') });
  }
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) return fail({ code: 'port-invalid', value: values.port });
  return ok({
    dataFolder: resolve(values.data ?? defaultDataFolder()),
    port,
    open: values.open,
    help: values.help,
    packFile: values.pack === undefined ? null : resolve(values.pack),
  });
}
