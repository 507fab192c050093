import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Answer, Method, Request } from '#shared/contract/rpc.ts';
import type { CaseId } from '#shared/base/ids.ts';
import type { ContactCommand } from '#shared/domain/contact/command.ts';
import type { ContactView, DeskState } from '#shared/contract/views.ts';
import { openDatabase, type Sqlite } from '#core/database/open.ts';
import { silentLog } from '#core/log.ts';
import type { Wire } from '#core/wire/wire.ts';
import { createWorkstation, type Workstation } from '#core/workstation.ts';
import { RESOURCES, TEST_KEY, temporaryFolder, value, zhPack } from '#kit/desk.ts';
import { FakeClock } from '#kit/fake-clock.ts';
import { WireClient } from '#kit/wire-client.ts';
import { wirePair } from '#kit/wire-pair.ts';
import { LoopbackHost } from '../../src-main/loopback/loopback-host.ts';
import { listen, type LoopbackServer } from '../../src-main/loopback/server.ts';
import { Centre } from './centre.ts';

/** A Tuesday in November, 14:06 in Shanghai: the working day of every picture. */
const OPENING = Date.UTC(2026, 10, 24, 6, 6, 0);
const TIME_ZONE = 'Asia/Shanghai';
/** Case numbers begin with the desk's code, which is made of this. */
const DEVICE = '7a51c3e0-0000-4000-8000-000000000001';
const PAGES = join(import.meta.dirname, '..', '..', 'out', 'renderer');

export const SMALL = { width: 1280, height: 800 };
export const LARGE = { width: 1920, height: 1080 };
/** The panel as a window of its own. */
export const PANEL = { width: 380, height: 520 };

export const THEMES = ['light', 'dark', 'contrast'] as const;
export const LOCALES = ['zh-CN', 'en'] as const;
export type Theme = (typeof THEMES)[number];
export type Locale = (typeof LOCALES)[number];

/**
 * The true workstation, server and built pages, on an empty data folder of their own, with time in our hand: it passes only
 * when a scene says so, in the workstation and in the browser alike, so that the same code draws the same picture every day.
 */
export class Studio {
  readonly page: Page;
  /** Not joined until a scene does. */
  readonly centre: Centre;
  readonly #context: BrowserContext;
  readonly #server: LoopbackServer;
  readonly #workstation: Workstation;
  readonly #database: Sqlite;
  readonly #clock: FakeClock;
  readonly #client: WireClient;
  readonly #removeFolder: () => void;
  readonly #pages: Page[] = [];

  private constructor(parts: {
    page: Page;
    context: BrowserContext;
    server: LoopbackServer;
    workstation: Workstation;
    database: Sqlite;
    clock: FakeClock;
    centre: Centre;
    removeFolder: () => void;
  }) {
    this.page = parts.page;
    this.centre = parts.centre;
    this.#context = parts.context;
    this.#server = parts.server;
    this.#workstation = parts.workstation;
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#removeFolder = parts.removeFolder;
    this.#pages.push(this.page);
    const [near, far] = wirePair();
    this.#workstation.connect(far, 'panel');
    this.#client = new WireClient(near);
  }

  static async open(browser: Browser): Promise<Studio> {
    const folder = temporaryFolder('pictures');
    const clock = new FakeClock(OPENING);
    const database = value(openDatabase(folder.path, TEST_KEY));
    database
      .prepare(
        `INSERT INTO device (only_row, id, last_seq, last_hash, clock_wall, clock_counter) VALUES (1, ?, 0, ?, 0, 0)`,
      )
      .run(DEVICE, '0'.repeat(64));
    const centre = await Centre.open(clock);
    const host = new LoopbackHost();
    const workstation = createWorkstation({
      ...{ transport: centre.transport(), random: (): number => 0.5 },
      ...{ host, database, clock, pack: zhPack(), log: silentLog },
      ...{ timeZone: TIME_ZONE, resources: RESOURCES },
    });
    const connect = (wire: Wire): { dispose(): void } => {
      const connection = workstation.connect(wire, 'desk');
      host.inFront(connection.window);
      return connection;
    };
    const server = value(await listen({ port: 0, pages: PAGES, connect }));
    workstation.start();
    const context = await browser.newContext({
      viewport: SMALL,
      locale: 'zh-CN',
      timezoneId: TIME_ZONE,
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    // The picture-in-picture window cannot be photographed from here; the panel is then the docked column.
    await context.addInitScript(() => Reflect.deleteProperty(window, 'documentPictureInPicture'));
    context.setDefaultTimeout(8_000);
    const page = await context.newPage();
    const removeFolder = (): void => folder.remove();
    const studio = new Studio({ page, context, server, workstation, database, clock, centre, removeFolder });
    await page.clock.setFixedTime(clock.wall());
    await page.goto(server.address);
    return studio;
  }

  /** The panel in a window of its own, on the same desk. */
  async openPanel(): Promise<Page> {
    const panel = await this.#context.newPage();
    this.#pages.push(panel);
    await panel.setViewportSize(PANEL);
    await panel.clock.setFixedTime(this.#clock.wall());
    await panel.goto(this.#server.address.replace('/#', '/?window=panel#'));
    await panel.getByTestId('panel-line').first().waitFor();
    return panel;
  }

  /** Time passes, here and in every window. */
  async pass(ms: number): Promise<void> {
    this.#clock.pass(ms);
    for (const page of this.#pages) await page.clock.setFixedTime(this.#clock.wall());
  }

  /** The machine sleeps for so many days, and is woken. */
  async away(days: number): Promise<void> {
    this.#clock.sleep(days * 86_400_000);
    await this.pass(11 * 60_000);
  }

  state(): DeskState {
    return this.#workstation.parts.projection.open();
  }

  contact(): ContactView {
    const { contacts, focus } = this.state();
    const found = contacts.find(({ id }) => id === focus);
    if (found === undefined) throw new Error('no contact has the focus');
    return found;
  }

  caseId(): CaseId {
    const matter = this.contact().case;
    if (matter === null) throw new Error('there is no case yet');
    return matter.id;
  }

  /** What the agent does not do by a key in this scene. */
  async ask<M extends Method>(method: M, payload: Request<M>): Promise<Extract<Answer<M>, { ok: true }>['value']> {
    const answer = await this.#client.request(method, payload);
    if (!answer.ok) throw new Error(`${method} failed: ${JSON.stringify(answer.error)}`);
    return answer.value;
  }

  /** An administrator takes this desk out of service. */
  async revoke(): Promise<void> {
    await this.centre.central.revoke(this.#workstation.parts.store.journal.device);
  }

  async command(command: ContactCommand): Promise<void> {
    await this.ask('contact.command', { contactId: this.contact().id, command });
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.insertText(text);
  }

  /** Types into the field of this name and leaves it. */
  async write(name: string, text: string): Promise<void> {
    await this.page.getByRole('complementary').getByRole('textbox', { name }).first().focus();
    await this.writeHere(text);
  }

  /** Types where the cursor is, and goes on once the workstation has it. */
  async writeHere(text: string): Promise<void> {
    await this.type(text);
    await this.until(() => Object.values(this.contact().case?.fields ?? {}).includes(text), `"${text}" is saved`);
    await this.press('Escape');
  }

  async isIn(name: string): Promise<void> {
    const field = this.page.getByRole('complementary').getByRole('textbox', { name }).first();
    await this.until(() => field.evaluate((element) => element === document.activeElement), `the cursor is in ${name}`);
  }

  async until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      if (await holds()) return;
      await this.page.waitForTimeout(25);
    }
    throw new Error(`it did not come to pass that ${what}`);
  }

  /** Takes the line of this id with its digit, so that it is in the timeline. */
  async take(line: string): Promise<void> {
    const row = this.page.locator(`[data-testid=line][data-line-id="${line}"]`);
    await row.waitFor();
    const place = await row.evaluate((element) => [...(element.parentElement?.children ?? [])].indexOf(element) + 1);
    const before = this.contact().events;
    await this.press(String(place));
    await this.until(() => this.contact().events > before, `${line} is taken`);
    await this.#dismissToasts();
  }

  /** Walks to the line of this id with the arrow keys. */
  async select(line: string): Promise<void> {
    await this.sees(`[data-testid=line][data-line-id="${line}"]`);
    const ids = await this.page
      .getByTestId('line')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-line-id')));
    for (const _ of ids) await this.press('ArrowUp');
    for (const id of ids) {
      if (id === line) break;
      await this.press('ArrowDown');
    }
    await this.sees(`[data-testid=line][data-line-id="${line}"][aria-current]`);
  }

  async sees(selector: string): Promise<void> {
    await this.page.locator(selector).first().waitFor();
  }

  async inStage(name: string): Promise<void> {
    await this.page.getByTestId('stage-ladder').locator('[aria-current=step]', { hasText: name }).first().waitFor();
  }

  /** The program ends; the pages stay. */
  async cutTheWire(): Promise<void> {
    await this.#server.close();
  }

  async scrollToTop(selector: string): Promise<void> {
    await this.page.locator(selector).evaluate((element) => {
      element.scrollTop = 0;
    });
  }

  /** Theme as the system has it, language as settings have it, or as it is tried at the first start. */
  async look(theme: Theme, locale: Locale): Promise<void> {
    if (!this.state().setUp) await this.page.locator(`button[lang="${locale}"]`).dispatchEvent('click');
    else if (this.state().settings.locale !== locale) await this.ask('settings.change', { locale });
    for (const page of this.#pages) {
      await page.emulateMedia({
        colorScheme: theme === 'dark' ? 'dark' : 'light',
        contrast: theme === 'contrast' ? 'more' : 'no-preference',
      });
      await page.waitForFunction(
        (wanted) => {
          const { dataset, lang } = document.documentElement;
          return dataset.theme === wanted.theme && lang === wanted.locale;
        },
        { theme, locale },
      );
    }
  }

  /** "Copied" is not the point of a picture. */
  async #dismissToasts(): Promise<void> {
    const toasts = this.page.getByTestId('toast');
    await toasts.first().waitFor();
    while ((await toasts.count()) > 0) await toasts.first().getByRole('button').last().dispatchEvent('click');
  }

  async close(): Promise<void> {
    await this.#context.close();
    await this.#server.close();
    this.#workstation.dispose();
    this.#database.close();
    await this.centre.dispose();
    this.#removeFolder();
  }
}

/** The picture once nothing moves any more. */
export async function shoot(page: Page): Promise<Buffer> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.waitForFunction(() => document.querySelector('.line.taken') === null);
  // Clocks on the page are drawn anew four times a second.
  await page.waitForTimeout(300);
  return page.screenshot({ animations: 'disabled', caret: 'hide' });
}
