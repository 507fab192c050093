import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { MOST_PACK_KEYS } from '#shared/domain/sync/exchange.ts';

const file = z.string().min(1);
const token = z.string().min(32, 'must have at least 32 characters');
const yes = z.union(
  [z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')],
  'must be true or false',
);
const packKey = z.string().regex(/^[\w-]{43}$/u, 'must be the line of a public key (npm run pack -- keys)');
const keyList = z
  .union([z.array(packKey), z.string().transform((text) => text.split(/[\s,]+/u).filter((key) => key !== ''))])
  .pipe(z.array(packKey).max(MOST_PACK_KEYS));
const perMinute = whole(1);

/** Every setting: its name in the YAML file; in the environment it is `ZUOXI_` and the name in capitals, such as `ZUOXI_DATA_FOLDER`. */
const settings = {
  /** Where the service listens. Only this machine by default: behind a proxy, or with a certificate, tell another address. */
  host: z.string().min(1).default('127.0.0.1'),
  port: whole(0, 65_535).default(4870),
  /** The embedded database and the administrator's token live here. */
  dataFolder: file.default(() =>
    join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'zuoxi-service'),
  ),
  /** `postgres://…`; without it the embedded database is used. `DATABASE_URL` is understood too. */
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//u, 'must begin with postgres://')
    .optional(),
  company: z.string().min(1).max(200).default('Zuoxi'),
  /** PEM files of an own certificate; both or none. */
  tlsCertificate: file.optional(),
  tlsKey: file.optional(),
  /** Behind a proxy: whether to believe its `X-Forwarded-*` headers. */
  trustProxy: yes.default(false),
  /** Made at the first start unless it is given here. */
  adminToken: token.optional(),
  /** For the one who collects `/metrics`; the administrator's token opens it too. */
  metricsToken: token.optional(),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** Requests in a minute: enrolments and challenges by address, everything else by device. */
  enrolmentsPerMinute: perMinute.default(20),
  challengesPerMinute: perMinute.default(1_200),
  requestsPerMinute: perMinute.default(1_200),
  /** How many days a desk may be away and still go on where it was; what is older is given to it as an image. */
  keepLogDays: whole(1, 36_500).default(90),
  /** For how many days a desk may work without this service; 0: without end. Told to desks with every exchange. */
  offlineLeaseDays: whole(0, 3_650).default(30),
  /** Public keys of those who may sign script packs, comma-separated in the environment; told to desks. Without any, none is published. */
  packKeys: keyList.default([]),
  /** How long a request may take to arrive, in milliseconds. */
  requestTimeout: whole(100).default(60_000),
};

const configSchema = z
  .strictObject(settings)
  .refine(({ tlsCertificate, tlsKey }) => (tlsCertificate === undefined) === (tlsKey === undefined), {
    message: 'needs tlsCertificate and tlsKey, or neither',
    path: ['tlsKey'],
  });

export type Config = z.infer<typeof configSchema>;

export interface ConfigFailure {
  readonly code: 'config-invalid';
  /** One line for each setting that is wrong. */
  readonly problems: readonly string[];
}

/** The environment has texts only. */
function whole(from: number, to = Number.MAX_SAFE_INTEGER): z.ZodCoercedNumber {
  const end = to === Number.MAX_SAFE_INTEGER ? ' on' : ` to ${String(to)}`;
  const message = `must be a whole number from ${String(from)}${end}`;
  return z.coerce.number(message).int(message).min(from, message).max(to, message);
}

type Given = Readonly<Record<string, unknown>>;

/** What is usual, over that the file, then the environment, then what the command line says. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  spoken: Readonly<Record<string, string | undefined>> = {},
  usual: Readonly<Record<string, string>> = {},
): Result<Config, ConfigFailure> {
  const path = spoken.config ?? environment.ZUOXI_CONFIG;
  const written = path === undefined ? ok<Given>({}) : readYaml(path);
  if (!written.ok) return written;
  const { config: _, ...told } = spoken;
  const read = configSchema.safeParse({ ...usual, ...written.value, ...fromEnvironment(environment), ...told });
  if (read.success) return ok(read.data);
  const problems = read.error.issues.map(({ path: at, message }) => `${at.join('.') || 'settings'}: ${message}`);
  return fail({ code: 'config-invalid', problems });
}

function readYaml(path: string): Result<Given, ConfigFailure> {
  try {
    const value: unknown = parse(readFileSync(path, 'utf8')) ?? {};
    const read = z.record(z.string(), z.unknown()).safeParse(value);
    return read.success
      ? ok(read.data)
      : fail({ code: 'config-invalid', problems: [`${path}: is not a list of settings`] });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail({ code: 'config-invalid', problems: [`${path}: ${reason}`] });
  }
}

function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): Given {
  const named = Object.keys(settings).map((name) => {
    const variable = `ZUOXI_${name.replaceAll(/[A-Z]/gu, (letter) => `_${letter}`).toUpperCase()}`;
    return [name, environment[variable]] as const;
  });
  const all = [['databaseUrl', environment.DATABASE_URL] as const, ...named];
  return Object.fromEntries(all.filter(([, value]) => value !== undefined && value !== ''));
}
