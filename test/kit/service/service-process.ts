import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Role } from '#shared/domain/sync/entity.ts';
import { COMPILED } from '#kit/compiled.ts';
import { MortalProcess } from '../mortal-process.ts';
import { PROBED } from '../ask-reading.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const ADMIN_TOKEN = 'the-administrator-of-a-service-for-tests-only';

export interface ServiceOptions {
  readonly folder: string;
  readonly databaseUrl?: string;
  /** Further settings, by the names of the environment. */
  readonly settings?: Readonly<Record<string, string>>;
  /** A module that is loaded before the service: puts a fault into it on purpose. */
  readonly planted?: string;
  /** Whether it can be asked for `reading`. */
  readonly probed?: boolean;
  /** Further options of Node. */
  readonly node?: readonly string[];
}

/** The true service. */
export class ServiceProcess extends MortalProcess {
  /** Resolves with its port; rejects with what it printed when it ends before. */
  readonly ready: Promise<number>;
  /** With all that it printed. */
  override readonly ended: Promise<string>;
  #port: number | null = null;
  #output = '';

  constructor({ folder, databaseUrl, settings = {}, planted, probed = false, node = [] }: ServiceOptions) {
    const child = spawn(
      process.execPath,
      [
        ...[...node, ...(probed ? PROBED : []), ...(planted === undefined ? [] : ['--import', planted])],
        ...[join(ROOT, 'src-service', 'main.ts'), 'serve', '--data', folder, '--port', '0'],
        ...(databaseUrl === undefined ? [] : ['--database-url', databaseUrl]),
      ],
      {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'pipe', ...(probed ? (['ipc'] as const) : [])],
        env: { ...process.env, NODE_OPTIONS: '', ...SETTINGS, ...settings, ...COMPILED },
      },
    );
    super(child);
    this.ended = new Promise((resolve) => {
      child.once('close', () => {
        this.#port = null;
        resolve(this.#output);
      });
    });
    this.ready = new Promise((resolve, reject) => {
      const read = (text: string): void => {
        this.#output += text;
        const port = /^The service is at http:\/\/127\.0\.0\.1:(\d+)$/mu.exec(this.#output)?.[1];
        if (port === undefined || this.killed) return;
        this.#port = Number(port);
        resolve(this.#port);
      };
      child.stdout?.setEncoding('utf8').on('data', read);
      child.stderr?.setEncoding('utf8').on('data', read);
      void this.ended.then((output) => reject(new Error(`the service ended before it served:\n${output}`)));
    });
    this.ready.catch(() => undefined);
  }

  /** Where it serves; `null` when it does not. */
  get port(): number | null {
    return this.killed ? null : this.#port;
  }

  /** What it logged as a failure of its own. */
  get failures(): readonly string[] {
    return this.#output.split('\n').filter((line) => line.includes('"level":50') && !line.includes('database-away'));
  }

  async address(): Promise<string> {
    return `http://127.0.0.1:${String(await this.ready)}`;
  }

  /** A one-time code for a desk. */
  async code(branch = 'hz', role: Role = 'agent'): Promise<string> {
    const answer = await this.administer('/admin/codes', { branch, role });
    return ((await answer.json()) as { readonly code: string }).code;
  }

  async administer(path: string, body: object): Promise<Response> {
    return fetch(`${await this.address()}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_TOKEN}` },
      body: JSON.stringify(body),
    });
  }

  /** Of what it counts for Prometheus, the sum over all labels. */
  async metric(name: string): Promise<number> {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
    const text = await (await fetch(`${await this.address()}/metrics`, { headers })).text();
    const lines = text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'gmu'));
    return [...lines].reduce((sum, [, value]) => sum + Number(value), 0);
  }

  /** As an administrator ends it. */
  async stop(): Promise<void> {
    this.killed = true;
    this.child.kill('SIGTERM');
    await this.ended;
  }
}

/** The desks of a test are hurried and all at one address: what guards against floods must not be what they run into. */
const SETTINGS = {
  ...{ ZUOXI_ADMIN_TOKEN: ADMIN_TOKEN, ZUOXI_LOG_LEVEL: 'warn' },
  ...{ ZUOXI_ENROLMENTS_PER_MINUTE: '1000000', ZUOXI_CHALLENGES_PER_MINUTE: '1000000' },
  ZUOXI_REQUESTS_PER_MINUTE: '1000000',
} as const;
