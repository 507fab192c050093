import { expect } from 'vitest';
import type { StandIn } from './driver.ts';
import { ELSEWHERE, type SecurityCheck } from './security-check.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/** Waits until the app has decided about a navigation to `url`, and tells how. */
async function stopped(standIn: StandIn, url: string): Promise<boolean> {
  const decision = async (): Promise<boolean | undefined> =>
    (await standIn.record()).navigations.find((each) => each.url === url)?.stopped;
  await expect.poll(decision, { message: url }).toBeDefined();
  return (await decision()) ?? false;
}

export const policyHeader: SecurityCheck = {
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

export const scripts: SecurityCheck = {
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

export const navigation: SecurityCheck = {
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

export const windowOpen: SecurityCheck = {
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

export const paths: SecurityCheck = {
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

export const permissions: SecurityCheck = {
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
