import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { dialWindow, type DialledWindow } from './dialled-window.ts';

const ROOT = join(import.meta.dirname, '..', '..');

export interface LaunchOptions {
  readonly dataFolder: string;
  /** `last`: no port is asked for, as when nothing is said. */
  readonly port?: number | 'last';
  /** Further options of the command line. */
  readonly args?: readonly string[];
  /** Runs as this user; root only. */
  readonly uid?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Everything that was printed, on either stream. */
  readonly output: string;
}

/** A desk process from its first moment on. */
export interface LaunchedDesk {
  readonly pid: number;
  /** Resolves when the desk has printed its address; rejects with what it printed when it ends before. */
  readonly ready: Promise<LoopbackDesk>;
  readonly ended: Promise<Ending>;
  /** Resolves when the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<Ending>;
}

/** A desk that serves. */
export interface LoopbackDesk {
  readonly address: string;
  readonly port: number;
  readonly token: string;
  readonly pid: number;
  readonly ended: Promise<Ending>;
  /** A window that comes back by itself when its connection breaks. */
  connect(): Promise<DialledWindow>;
  kill(signal?: NodeJS.Signals): Promise<Ending>;
  /** Asks it to stop, as Ctrl+C does. */
  stop(): Promise<Ending>;
  output(): string;
}

/** Starts the true program in a process of its own and returns at once. */
export function launchLoopback(options: LaunchOptions): LaunchedDesk {
  const { dataFolder, port = 0, args = [], uid, env = {} } = options;
  const child = spawn(
    process.execPath,
    [program(), '--no-open', ...(port === 'last' ? [] : ['--port', String(port)]), '--data', dataFolder, ...args],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'en_US.UTF-8', NODE_OPTIONS: '', ...env },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    },
  );
  let output = '';
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ code, signal, output });
    });
  });
  const kill = (signal: NodeJS.Signals = 'SIGKILL'): Promise<Ending> => {
    child.kill(signal);
    return ended;
  };
  const ready = new Promise<LoopbackDesk>((resolve, reject) => {
    const read = (chunk: string): void => {
      output += chunk;
      const found = /http:\/\/127\.0\.0\.1:(\d+)\/#token=(\S+)\n/.exec(output);
      if (found === null || output.startsWith('The desk of this data folder')) return;
      const address = found[0].trim();
      const [at, token] = [Number(found[1]), found[2]!];
      resolve({
        ...{ address, token, port: at, pid: child.pid ?? 0, ended, kill },
        connect: () => dialWindow({ port: at, token }),
        stop: () => kill('SIGTERM'),
        output: () => output,
      });
    };
    listen(child, read);
    ended.then((ending) => {
      reject(new Error(`the desk ended before it was ready (code ${String(ending.code)}):\n${ending.output}`));
    }, reject);
  });
  // Whoever only wants the ending does not look at this one.
  ready.catch(() => undefined);
  return { pid: child.pid ?? 0, ready, ended, kill };
}

export async function startLoopback(options: LaunchOptions): Promise<LoopbackDesk> {
  return launchLoopback(options).ready;
}

/** For starts that must be refused: the ending, never a running desk. */
export async function refusedStart(options: LaunchOptions): Promise<Ending> {
  const launched = launchLoopback(options);
  const first = await Promise.race([launched.ended, launched.ready.catch(() => launched.ended)]);
  if ('code' in first) return first;
  const ending = await first.kill();
  throw new Error(`this start should have been refused:\n${ending.output}`);
}

function listen(child: ChildProcess, read: (chunk: string) => void): void {
  child.stdout?.setEncoding('utf8').on('data', read);
  child.stderr?.setEncoding('utf8').on('data', read);
}

let chosen: string | null = null;

/** The built bundle when it is newer than every source of it, else the source: never the program of yesterday. */
function program(): string {
  chosen ??= choose();
  return chosen;
}

function choose(): string {
  const bundle = join(ROOT, 'out', 'main', 'loopback.js');
  const source = join(ROOT, 'src-main', 'loopback', 'main.ts');
  if (!existsSync(bundle)) return source;
  const builtAt = statSync(bundle).mtimeMs;
  const sources = globSync(['src-{shared,parcel,main/core,main/loopback}/**/*.ts', 'resources/packs/**/*.yaml'], {
    cwd: ROOT,
  });
  return sources.every((file) => statSync(join(ROOT, file)).mtimeMs < builtAt) ? bundle : source;
}
