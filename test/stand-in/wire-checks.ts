import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { MAX_MESSAGE } from '../../src-main/electron/wire-message.ts';
import type { StandIn } from './driver.ts';
import { ELSEWHERE, type SecurityCheck } from './security-check.ts';

interface Frame {
  readonly t: string;
  readonly i: string;
  readonly r?: { readonly ok: boolean; readonly error?: { readonly code: string }; readonly value?: unknown };
}

/** The page's side of the wire, as the preload exposes it. */
interface Bridged {
  readonly zuoxi: { post(data: unknown): void; on(listener: (data: Frame) => void): () => void };
}

/** Sends one message from the desk's page and waits for the answer to it. */
function ask(standIn: StandIn, id: string, args: readonly unknown[]): Promise<Frame> {
  return standIn.desk.evaluate(
    ([i, a]) =>
      new Promise<Frame>((done) => {
        const { zuoxi } = window as unknown as Bridged;
        const off = zuoxi.on((frame) => {
          if (frame.i !== i) return;
          off();
          done(frame);
        });
        zuoxi.post({ t: 'q', i, m: 'request', a });
      }),
    [id, args] as const,
  );
}

function request(id: string, method: string, payload: object): object {
  return { t: 'q', i: id, m: 'request', a: [method, payload] };
}

async function onBreak(standIn: StandIn, id: string): Promise<unknown> {
  const { r } = await ask(standIn, id, ['desk.open', { window: 'desk' }]);
  return (r?.value as { onBreak?: unknown } | undefined)?.onBreak;
}

export const sender: SecurityCheck = {
  name: 'the wire hears the top frame of our own page only',
  run: async (standIn) => {
    await standIn.desk.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      // Only a frame that scripts have reached into has worlds at all.
      frame.contentWindow?.self.focus();
    });
    await standIn.ask('sendAs', 1, 1, 'zuoxi:wire', [request('frame', 'desk.break', { on: true })]);
    expect(await onBreak(standIn, 'after-frame'), 'a frame inside').toBe(false);

    const home = 'app://zuoxi/index.html?window=panel';
    await standIn.ask('forcePage', 2, ELSEWHERE);
    await standIn.ask('sendAs', 2, 0, 'zuoxi:wire', [request('foreign', 'desk.break', { on: true })]);
    const heard = await onBreak(standIn, 'after-foreign');
    await standIn.ask('forcePage', 2, home);
    expect(heard, 'a foreign page').toBe(false);
  },
};

export const rights: SecurityCheck = {
  name: 'both windows are sandboxed and isolated',
  run: async (standIn) => {
    for (const kind of ['desk', 'panel'] as const) {
      expect((await standIn.window(kind)).preferences).toEqual({
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webviewTag: false,
        webSecurity: true,
      });
    }
    expect(await standIn.ask('attachWebview', 1), 'a webview is prevented').toBe(true);
  },
};

export const pageSees: SecurityCheck = {
  name: 'a page sees post and on, and nothing else of the desktop',
  run: async (standIn) => {
    for (const page of [standIn.desk, standIn.panel]) {
      const seen = await page.evaluate(() => {
        const { zuoxi } = window as unknown as Bridged;
        const names = [
          'require',
          'process',
          'module',
          'exports',
          'Buffer',
          'global',
          'electron',
          'ipcRenderer',
          '__dirname',
        ];
        return {
          bridge: Object.entries(zuoxi).map(([name, value]) => `${name}: ${typeof value}`),
          frozen: Object.isFrozen(zuoxi),
          leaked: names.filter((name) => name in window),
        };
      });
      expect(seen).toEqual({ bridge: ['post: function', 'on: function'], frozen: true, leaked: [] });
    }
  },
};

export const preload: SecurityCheck = {
  name: 'the preload needs nothing but electron',
  run: async (standIn, out) => {
    const { errors } = await standIn.record();
    expect(errors).toEqual([]);
    const built = await readFile(join(out, 'preload', 'preload.cjs'), 'utf8');
    const needed = [...built.matchAll(/\b(?:require|import)\s*\(\s*["'`]([^"'`]*)["'`]/g)].map(([, name]) => name);
    expect(needed).toEqual(['electron']);
  },
};

export const messages: SecurityCheck = {
  name: 'oversized and malformed messages are answered with a failure',
  run: async (standIn) => {
    const tooLong = 'x'.repeat(MAX_MESSAGE);
    const deep = JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) as unknown;
    const codes = async (id: string, args: readonly unknown[]): Promise<string | undefined> =>
      (await ask(standIn, id, args)).r?.error?.code;
    expect(await codes('long', ['case.edit', { value: tooLong }])).toBe('text-too-long');
    expect(await codes('deep', ['case.edit', deep])).toBe('text-too-long');
    expect(await codes('shape', ['case.edit', { caseId: 7 }])).toBe('malformed-request');
    expect(await codes('method', ['constructor', {}])).toBe('unknown-method');
    expect(await codes('many', ['desk.open', {}, {}, {}, {}])).toBe('malformed-request');
    await standIn.desk.evaluate(() => {
      const { zuoxi } = window as unknown as Bridged;
      for (const nonsense of [null, 7, 'q', [], {}, { t: 'q' }, { t: 's', i: 'nobody' }]) zuoxi.post(nonsense);
    });
    expect((await ask(standIn, 'alive', ['desk.open', { window: 'desk' }])).r?.ok).toBe(true);
  },
};
