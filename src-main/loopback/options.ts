import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDataFolder } from '#core/data-folder.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';

export interface Options {
  readonly dataFolder: string;
  /** 0 lets the system choose; `null`: the last one, as long as it is free. */
  readonly port: number | null;
  readonly open: boolean;
  readonly help: boolean;
  readonly packFile: string | null;
}

export interface BadOption {
  readonly code: 'option-unknown' | 'option-without-value' | 'port-invalid';
  readonly value: string;
}

export function readOptions(args: readonly string[]): Result<Options, BadOption> {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        open: { type: 'boolean', default: true },
        pack: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }));
  } catch (error) {
    // Node says it in an English sentence; which option it is stands in quotation marks, perhaps with ` <value>`.
    const { message, code } = error instanceof Error && 'code' in error ? error : { message: '', code: '' };
    const value = /'([^' ]*)[^']*'/.exec(message)?.[1] ?? args.join(' ');
    const without = code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE' && /missing|ambiguous/.test(message);
    return fail({ code: without ? 'option-without-value' : 'option-unknown', value });
  }
  const port = values.port === undefined ? null : Number(values.port);
  if (values.port !== undefined && (!/^\d+$/.test(values.port) || Number(port) > 65_535)) {
    return fail({ code: 'port-invalid', value: values.port });
  }
  return ok({
    dataFolder: resolve(values.data ?? defaultDataFolder()),
    port,
    open: values.open,
    help: values.help,
    packFile: values.pack === undefined ? null : resolve(values.pack),
  });
}
