import { spawn, type ChildProcess } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { root } from '../door/root.mjs';

/** What became of a child process; `output` is both of its streams, empty when it wrote to the terminal itself. */
export interface Ending {
  readonly ok: boolean;
  readonly output: string;
  readonly seconds: number;
}

const running = new Set<ChildProcess>();

for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    for (const child of running) child.kill(signal);
    // A command that listens too ends by itself, in its own order.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  });
}

/** How to call a tool: its file below node_modules, then its arguments. */
export type Call = readonly [tool: string, ...args: string[]];

/** Runs a tool under this Node, in the repository unless told otherwise; `show` sends its output to the terminal. */
export async function runTool(
  [tool, ...args]: Call,
  { show = false, folder = root }: { readonly show?: boolean; readonly folder?: string } = {},
): Promise<Ending> {
  const started = performance.now();
  const child = spawn(process.execPath, [`${root}/node_modules/${tool}`, ...args], {
    cwd: folder,
    stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    env: process.stdout.isTTY ? { FORCE_COLOR: '1', ...process.env } : process.env,
  });
  running.add(child);
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ok = await new Promise<boolean>((resolve) => {
    child.once('error', (error) => {
      chunks.push(Buffer.from(error.message));
      resolve(false);
    });
    child.once('close', (code) => {
      resolve(code === 0);
    });
  });
  running.delete(child);
  return { ok, output: Buffer.concat(chunks).toString(), seconds: (performance.now() - started) / 1000 };
}
