import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Wire } from '#core/wire/wire.ts';
import { WireClient } from '#kit/wire-client.ts';
import { PROBED } from '#kit/ask-reading.ts';
import { COMPILED } from '#kit/compiled.ts';
import type { DeskOptions } from './desk-child.ts';
import { MortalProcess } from '#kit/mortal-process.ts';
import type { Standing } from './standing.ts';

const PROGRAM = join(import.meta.dirname, 'desk-child.ts');

/** The desk died while it was asked. */
export class Gone extends Error {}

/** A window of a desk that may die: what was not answered by then never will be. */
class MortalClient extends WireClient {
  readonly #gone: Promise<never>;

  constructor(wire: Wire, gone: Promise<never>) {
    super(wire);
    this.#gone = gone;
  }

  override ask(method: string, payload: unknown): Promise<unknown> {
    return Promise.race([super.ask(method, payload), this.#gone]);
  }
}

/** A desk that can die. */
export class DeskProcess extends MortalProcess {
  readonly client: WireClient;
  /** With what it complained of when it was not killed from here. */
  override readonly ended: Promise<string | null>;
  readonly #gone: Promise<never>;

  constructor(options: DeskOptions, probed = false) {
    const child = spawn(process.execPath, [...(probed ? PROBED : []), PROGRAM, JSON.stringify(options)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, NODE_OPTIONS: '', ...COMPILED },
    });
    super(child);
    let complaint = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    this.ended = new Promise((resolve) => {
      child.once('close', () => resolve(this.killed ? null : complaint || 'it ended without a word'));
    });
    this.#gone = this.ended.then(() => {
      throw new Gone();
    });
    this.#gone.catch(() => undefined);
    child.on('error', () => undefined);
    this.client = new MortalClient(wireTo(child), this.#gone);
  }

  async standing(): Promise<Standing> {
    const told = new Promise<Standing>((resolve) => {
      const listener = (message: { readonly standing?: Standing }): void => {
        if (message.standing === undefined) return;
        this.child.off('message', listener);
        resolve(message.standing);
      };
      this.child.on('message', listener);
    });
    send(this.child, { standing: true });
    return Promise.race([told, this.#gone]);
  }
}

function wireTo(child: ChildProcess): Wire {
  return {
    post: (data) => send(child, { wire: data }),
    on: (listener) => {
      const heard = (message: { readonly wire?: unknown }): void => {
        if (message.wire !== undefined) listener(message.wire);
      };
      child.on('message', heard);
      return () => child.off('message', heard);
    },
  };
}

function send(child: ChildProcess, message: object): void {
  // That it is gone is told by its end.
  if (child.connected) child.send(message, () => undefined);
}
