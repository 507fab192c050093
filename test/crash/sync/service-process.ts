import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { COMPILED } from './compiled.ts';
import { MortalProcess } from './mortal-process.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const ADMIN_TOKEN = 'the-administrator-of-the-crash-run-who-kills';

export interface ServiceOptions {
  readonly folder: string;
  readonly databaseUrl?: string;
  /** A module that is loaded before the service: puts a fault into it on purpose. */
  readonly planted?: string;
}

/** The true service. */
export class ServiceProcess extends MortalProcess {
  /** Resolves with its port; rejects with what it printed when it ends before. */
  readonly ready: Promise<number>;
  /** With all that it printed. */
  override readonly ended: Promise<string>;
  #port: number | null = null;
  #output = '';

  constructor({ folder, databaseUrl, planted }: ServiceOptions) {
    const child = spawn(
      process.execPath,
      [
        ...(planted === undefined ? [] : ['--import', planted]),
        ...[join(ROOT, 'src-service', 'main.ts'), 'serve', '--data', folder, '--port', '0'],
        ...(databaseUrl === undefined ? [] : ['--database-url', databaseUrl]),
      ],
      {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, NODE_OPTIONS: '', ...SETTINGS, ...COMPILED },
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
      child.stdout.setEncoding('utf8').on('data', read);
      child.stderr.setEncoding('utf8').on('data', read);
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

  /** A one-time code for a desk of the one branch there is. */
  async code(): Promise<string> {
    const answer = await fetch(`http://127.0.0.1:${await this.ready}/admin/codes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_TOKEN}` },
      body: JSON.stringify({ branch: 'hz', role: 'agent' }),
    });
    return ((await answer.json()) as { readonly code: string }).code;
  }
}

/** The desks of a crash run are hurried: what guards against floods must not be what they run into. */
const SETTINGS = {
  ...{ ZUOXI_ADMIN_TOKEN: ADMIN_TOKEN, ZUOXI_LOG_LEVEL: 'warn' },
  ...{ ZUOXI_ENROLMENTS_PER_MINUTE: '1000000', ZUOXI_CHALLENGES_PER_MINUTE: '1000000' },
  ZUOXI_REQUESTS_PER_MINUTE: '1000000',
} as const;
