import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { MAX_MESSAGE } from '../../src-main/electron/wire-message.ts';
import type { StandIn } from './driver.ts';

/** What a page of ours must never be able to do. Each check fails on a build in which it can. */
export interface SecurityCheck {
  readonly name: string;
  run(standIn: StandIn, out: string): Promise<void>;
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

const ELSEWHERE = 'https://elsewhere.example/';

interface Frame {
  readonly t: string;
  readonly i: string;
  readonly r?: { readonly ok: boolean; readonly error?: { readonly code: string }; readonly value?: unknown };
}

/** The page's side of the wire, as the preload exposes it. */
type Bridged = Window & { zuoxi: { post(data: unknown): void; on(listener: (data: Frame) => void): () => void } };

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

/** Waits until the app has decided about a navigation to `url`, and tells how. */
async function stopped(standIn: StandIn, url: string): Promise<boolean> {
  const decision = async (): Promise<boolean | undefined> =>
    (await standIn.record()).navigations.find((each) => each.url === url)?.stopped;
  await expect.poll(decision, { message: url }).toBeDefined();
  return (await decision()) ?? false;
}

const policyHeader: SecurityCheck = {
  name: 'every answer carries the policy and its companions',
  run: async (standIn) => {
    for (const url of ['app://zuoxi/index.html', 'app://zuoxi/not-there.js']) {
      const { headers } = await standIn.ask('askHandler', url);
      expect(headers).toMatchObject({
        'content-security-policy': POLICY,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
    }
  },
};

const scripts: SecurityCheck = {
  name: 'the engine refuses inline, foreign and data scripts and foreign requests',
  run: async (standIn) => {
    const ran = await standIn.desk.evaluate(async (elsewhere) => {
      const marks = window as unknown as Record<string, boolean>;
      const tried = (run: () => void): void => {
        try {
          run();
        } catch {
          // Trusted Types throw where the policy alone would stay silent.
        }
      };
      tried(() => {
        const inline = document.createElement('script');
        inline.append('window.ranInline = true');
        document.body.append(inline);
      });
      tried(() => {
        const button = document.createElement('button');
        button.setAttribute('onclick', 'window.ranHandler = true');
        document.body.append(button);
        button.click();
        button.remove();
      });
      tried(() => {
        document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.ranMarkup = true">');
      });
      const loads = (src: string): Promise<boolean> =>
        new Promise((done) => {
          const script = document.createElement('script');
          script.addEventListener('load', () => done(true));
          script.addEventListener('error', () => done(false));
          try {
            script.setAttribute('src', src);
          } catch {
            done(false);
          }
          document.body.append(script);
        });
      const foreign = await loads(`${elsewhere}x.js`);
      const data = await loads('data:text/javascript,window.ranData=true');
      const asked = await fetch(elsewhere).then(
        () => true,
        () => false,
      );
      return {
        inline: marks.ranInline ?? false,
        handler: marks.ranHandler ?? false,
        markup: marks.ranMarkup ?? false,
        ...{ foreign, data, asked },
      };
    }, ELSEWHERE);
    expect(ran).toEqual({ inline: false, handler: false, markup: false, foreign: false, data: false, asked: false });
  },
};

const navigation: SecurityCheck = {
  name: 'a window stays on its own page',
  run: async (standIn) => {
    const home = standIn.desk.url();
    for (const url of [ELSEWHERE, 'http://elsewhere.example/', 'app://zuoxi/assets/other.html']) {
      const shown = url.replace('app://zuoxi/', new URL('/', home).href);
      await standIn.desk.evaluate((to) => {
        location.href = to;
      }, shown);
      expect(await stopped(standIn, url), url).toBe(true);
    }
    expect(standIn.desk.url()).toBe(home);
  },
};

const windowOpen: SecurityCheck = {
  name: 'no window is opened, and no link leaves',
  run: async (standIn) => {
    const links = [
      ELSEWHERE,
      'http://elsewhere.example/',
      'file:///etc/passwd',
      'smb://elsewhere.example/share',
      'zuoxi://settings',
    ];
    const opened = await standIn.desk.evaluate(
      (urls) => urls.map((url) => window.open(url, '_blank', 'noreferrer') !== null),
      links,
    );
    expect(opened).not.toContain(true);
    const { windowsOpened, openedExternal } = await standIn.record();
    expect({ windowsOpened, openedExternal }).toEqual({ windowsOpened: [], openedExternal: [] });
  },
};

const sender: SecurityCheck = {
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

const rights: SecurityCheck = {
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

const pageSees: SecurityCheck = {
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

const preload: SecurityCheck = {
  name: 'the preload needs nothing but electron',
  run: async (standIn, out) => {
    const { errors } = await standIn.record();
    expect(errors).toEqual([]);
    const built = await readFile(join(out, 'preload', 'preload.cjs'), 'utf8');
    const needed = [...built.matchAll(/\b(?:require|import)\s*\(\s*["'`]([^"'`]*)["'`]/g)].map(([, name]) => name);
    expect(needed).toEqual(['electron']);
  },
};

const paths: SecurityCheck = {
  name: 'no path leads out of the built page',
  run: async (standIn) => {
    const outside = [
      ...['..%2fmain%2felectron.js', '%2e%2e%2fmain/electron.js', '..%2f..%2fpackage.json', '..%5cmain%5celectron.js'],
      ...['assets/..%2f..%2fmain%2felectron.js', '%2fetc%2fpasswd', '%00index.html', 'index.html%00.js', '%', ''],
    ];
    const answers: Record<string, number> = {};
    for (const path of outside) {
      answers[`app: ${path}`] = (await standIn.ask('askHandler', `app://zuoxi/${path}`)).status;
      answers[`page: ${path}`] = await standIn.desk.evaluate(async (url) => (await fetch(url)).status, `/${path}`);
    }
    for (const url of ['app://elsewhere/index.html', 'app://zuoxi:81/index.html']) {
      answers[url] = (await standIn.ask('askHandler', url)).status;
    }
    expect(Object.entries(answers).filter(([, status]) => status !== 404)).toEqual([]);
    expect((await standIn.ask('askHandler', 'app://zuoxi/index.html')).status).toBe(200);
  },
};

const permissions: SecurityCheck = {
  name: 'every permission, device, capture and download is denied',
  run: async (standIn) => {
    const states = await standIn.desk.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'];
      const found = await Promise.all(
        names.map(async (name) => [name, (await navigator.permissions.query({ name: name as PermissionName })).state]),
      );
      return Object.fromEntries(found) as Record<string, string>;
    });
    expect(new Set(Object.values(states)), JSON.stringify(states)).toEqual(new Set(['denied']));
    expect(await standIn.ask('decisions')).toEqual({
      permission: false,
      device: false,
      display: false,
      bluetooth: false,
      download: false,
    });
  },
};

const messages: SecurityCheck = {
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

export const SECURITY_CHECKS = {
  policyHeader,
  scripts,
  navigation,
  windowOpen,
  sender,
  rights,
  pageSees,
  preload,
  paths,
  permissions,
  messages,
} as const satisfies Record<string, SecurityCheck>;

export type SecurityCheckName = keyof typeof SECURITY_CHECKS;
