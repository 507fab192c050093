import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../door/root.mjs';

export interface ProgramOptions {
  /** Relative to the repository. */
  readonly script: string;
  readonly args: readonly string[];
  /** What it prints when it is ready. */
  readonly ready: RegExp;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** A program of this repository in a process of its own. */
export class Program {
  /** What it said when it was ready. */
  readonly said: RegExpExecArray;
  /** Resolves when it is gone, with everything that it printed. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, said: RegExpExecArray, ended: Promise<string>) {
    this.#child = child;
    this.said = said;
    this.ended = ended;
  }

  /** Rejects with what the program printed when it ends before it is ready. */
  static async start({ script, args, ready, environment = process.env }: ProgramOptions): Promise<Program> {
    const child = spawn(process.execPath, [join(root, script), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...environment },
      windowsHide: true,
      // Ctrl+C goes to a whole group of processes; who started this one stops it, in order. Windows has no such group to leave.
      detached: process.platform !== 'win32',
    });
    let output = '';
    // However this process ends, it leaves none behind.
    const killed = (): void => void child.kill('SIGKILL');
    process.once('exit', killed);
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(`${output}${error.message}`));
      child.once('close', () => resolve(output));
    }).finally(() => process.off('exit', killed));
    return new Promise((resolve, reject) => {
      const read = (chunk: string): void => {
        output += chunk;
        const said = ready.exec(output);
        if (said !== null) resolve(new Program(child, said, ended));
      };
      child.stdout.setEncoding('utf8').on('data', read);
      child.stderr.setEncoding('utf8').on('data', read);
      void ended.then((all) => reject(new Error(`${script} ended before it was ready:\n${all}`)));
    });
  }

  /** Asks it to end and waits until it has; `SIGKILL` does not ask. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.#child.kill(signal);
    await this.ended;
  }
}
