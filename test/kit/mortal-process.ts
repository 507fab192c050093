import type { ChildProcess } from 'node:child_process';
import { setTimeout as rest } from 'node:timers/promises';
import { askReading } from './ask-reading.ts';
import type { Reading } from './probe.ts';

/** A program in a process of its own, which can be killed and frozen. */
export abstract class MortalProcess {
  /** Resolves when the process is gone. */
  abstract readonly ended: Promise<unknown>;
  protected readonly child: ChildProcess;
  /** It was killed from here. */
  killed = false;

  constructor(child: ChildProcess) {
    this.child = child;
  }

  /** What it uses, if it was started with `PROBED`; `tidied`: after its rubbish was collected. Rejects when it is gone. */
  reading(tidied = false): Promise<Reading> {
    return askReading(this.child, tidied);
  }

  async kill(): Promise<void> {
    this.killed = true;
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** Frozen for so long, then thawed: whoever asks it meanwhile is left without a word. */
  async standStill(ms: number): Promise<void> {
    this.child.kill('SIGSTOP');
    await rest(ms);
    this.child.kill('SIGCONT');
  }
}
