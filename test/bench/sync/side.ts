import { fork, type ChildProcess } from 'node:child_process';

interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** A process of one side of the link, which does what it is told and says what processor time it has used. */
export class Side {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { done: (value: unknown) => void; failed: (error: Error) => void }>();
  #last = 0;

  constructor(script: string) {
    this.#child = fork(script, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: ['--no-warnings'] });
    this.#child.on('message', (reply: Reply) => {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if (reply.error === undefined) waiting?.done(reply.value);
      else waiting?.failed(new Error(`${script}: ${reply.error}`));
    });
    this.#child.on('exit', (code) => {
      for (const { failed } of this.#waiting.values()) failed(new Error(`${script} ended with ${String(code)}`));
    });
  }

  ask<T>(method: string, wish: unknown = null): Promise<T> {
    const id = (this.#last += 1);
    return new Promise((done, failed) => {
      this.#waiting.set(id, { done: (value) => done(value as T), failed });
      this.#child.send({ id, method, wish });
    });
  }

  /** Milliseconds of processor time so far. */
  cpu(): Promise<number> {
    return this.ask('cpu');
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await gone;
  }
}
