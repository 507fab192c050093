import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Control, Controls, Told } from './electron/control.ts';
import { settingsFor, type StandInSettings } from './electron/settings.ts';

type Answer<C extends Control> = Awaited<ReturnType<Controls[C]>>;

/** One run of the app: the process with the built main bundle, and the line on which it is driven. */
export class StandInProcess {
  readonly child: ChildProcess;
  readonly events = new EventEmitter();
  readonly exited: Promise<number | null>;
  /** What it wrote to its terminal. */
  output = '';
  private lastId = 0;
  private readonly waiting = new Map<number, { done: (value: unknown) => void; failed: (error: Error) => void }>();

  constructor(settings: StandInSettings) {
    this.child = spawn(
      process.execPath,
      ['--enable-source-maps', fileURLToPath(new URL('./run.ts', import.meta.url))],
      {
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: { ...cleanEnvironment(), ...settingsFor(settings) },
      },
    );
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    this.child.on('message', (message) => this.hear(message as Told));
    this.exited = once(this.child, 'exit').then(([code]) => {
      const error = new Error(`stand-in: the app has ended\n${this.output}`);
      for (const { failed } of this.waiting.values()) failed(error);
      this.waiting.clear();
      this.events.emit('ended');
      return code as number | null;
    });
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  ask<C extends Control>(control: C, ...args: Parameters<Controls[C]>): Promise<Answer<C>> {
    if (!this.running) return Promise.reject(new Error(`stand-in: the app has ended\n${this.output}`));
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((done, failed) => {
      this.waiting.set(id, { done: (value) => done(value as Answer<C>), failed });
      this.child.send({ id, control, args });
    });
  }

  private hear(told: Told): void {
    if (told.kind === 'event') {
      this.events.emit(told.name, told.facts);
      return;
    }
    const waiting = this.waiting.get(told.id);
    this.waiting.delete(told.id);
    if (told.kind === 'answer') waiting?.done(told.value);
    else waiting?.failed(new Error(told.message));
  }
}

/** What a test runner sets for its own processes must not reach the app. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, VITEST: _vitest, NODE_ENV: _env, ...rest } = process.env;
  return rest;
}
