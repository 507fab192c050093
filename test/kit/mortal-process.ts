import type { ChildProcess } from 'node:child_process';

/** A program in a process of its own, which can be killed, frozen and thawed. */
export abstract class MortalProcess {
  /** Resolves when the process is gone. */
  abstract readonly ended: Promise<unknown>;
  protected readonly child: ChildProcess;
  /** It was killed from here. */
  killed = false;

  constructor(child: ChildProcess) {
    this.child = child;
  }

  async kill(): Promise<void> {
    this.killed = true;
    this.child.kill('SIGKILL');
    await this.ended;
  }

  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }
}
