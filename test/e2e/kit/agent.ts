import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { DeskDriver } from './desk-driver.ts';
import { SOON } from './patience.ts';

/** The part of a driver that an agent has before the eyes. */
type Driven = Pick<DeskDriver, 'desk' | 'clipboard'>;

/** What an agent sees and does, by keyboard only. */
export class Agent {
  readonly #driver: () => Driven;

  constructor(driver: () => Driven) {
    this.#driver = driver;
  }

  get page(): Page {
    return this.#driver().desk;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.insertText(text);
  }

  clipboard(): Promise<string> {
    return this.#driver().clipboard();
  }

  /** Company, name, no sample data; the first field has the focus when the page opens. */
  async firstStart(): Promise<void> {
    const { page } = this;
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName), SOON).toBe('INPUT');
    await this.type('云雀数码');
    await this.press('Tab');
    await this.type('周宁');
    await this.press('Tab');
    await this.type('客户服务部');
    await this.press('Tab');
    await this.type('1027');
    // From sample data to an empty desk.
    await this.press('Tab', 'ArrowRight', 'Enter');
    await this.sees(page.getByTestId('agent-state'), '就绪');
  }

  band(): Locator {
    return this.page.getByTestId('band');
  }

  async bandIs(kind: string): Promise<void> {
    await expect.poll(() => this.page.locator(`[data-testid=band][data-band=${kind}]`).count(), SOON).toBe(1);
  }

  /** One key makes it ring, the same takes it. */
  async answersCall(): Promise<void> {
    await this.press('r');
    await this.bandIs('ringing');
    await this.press('r');
    await this.sees(this.page.getByTestId('agent-state'), '通话中');
  }

  countdown(kind: string): Locator {
    return this.page.locator(`[data-testid=countdown][data-kind=${kind}]`);
  }

  /** The lines on offer, in order, by their ids. */
  lines(): Promise<readonly (string | null)[]> {
    return this.page.getByTestId('line').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-line-id')));
  }

  /** Takes the line of this id with its digit, and gives what is then on the clipboard. */
  async takes(line: string): Promise<string> {
    await expect.poll(() => this.lines(), SOON).toContain(line);
    const place = (await this.lines()).indexOf(line) + 1;
    const before = await this.timelineLength();
    await this.press(String(place));
    await expect.poll(() => this.timelineLength(), SOON).toBeGreaterThan(before);
    return this.clipboard();
  }

  timeline(): Promise<readonly string[]> {
    return this.page.getByTestId('timeline-row').allInnerTexts();
  }

  async timelineLength(): Promise<number> {
    return this.page.getByTestId('timeline-row').count();
  }

  async sees(locator: Locator, text: string | RegExp): Promise<void> {
    await expect
      .poll(async () => (await locator.allInnerTexts()).join('\n'), SOON)
      .toMatch(typeof text === 'string' ? new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : text);
  }

  /**
   * Moves the focus with Tab until it is on the field or button of this name, inside `place` or anywhere; among buttons that are
   * one stop with the arrow.
   */
  async goesTo(name: string, place: Page | Locator = this.page): Promise<void> {
    const target = place.getByRole('textbox', { name }).or(place.getByRole('button', { name })).first();
    await target.waitFor({ timeout: SOON.timeout });
    for (let steps = 0; steps < 90; steps += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      const isBeside = await target.evaluate(
        (element) => element.closest('[data-roving]')?.contains(document.activeElement) === true,
      );
      await this.press(isBeside ? 'ArrowRight' : 'Tab');
    }
    throw new Error(`"${name}" cannot be reached with Tab`);
  }

  /** A key has put the cursor into the field of this name. */
  async isIn(name: string): Promise<void> {
    const field = this.page.getByRole('textbox', { name }).first();
    await expect.poll(() => field.evaluate((element) => element === document.activeElement), SOON).toBe(true);
  }

  async writes(name: string, text: string, place: Page | Locator = this.page): Promise<void> {
    await this.goesTo(name, place);
    await this.type(text);
  }

  /** Presses a button that was reached with Tab. */
  async chooses(name: string, place: Page | Locator = this.page): Promise<void> {
    await this.goesTo(name, place);
    await this.press('Enter');
  }

  /** Opens a view by its entry in the column at the side. */
  async opensView(name: string): Promise<void> {
    await this.chooses(name, this.page.getByRole('navigation'));
  }

  /** Opens the promise of a callback, gives the number that is not known yet, and is back where the time is named. */
  async beginsPromise(): Promise<void> {
    await this.press('b');
    const popover = this.page.getByTestId('callback-popover');
    await popover.waitFor();
    await this.isIn('时间');
    await this.press('Shift+Tab');
    await this.isIn('回拨号码');
    await this.type('13800001234');
    await this.press('Enter');
    const time = popover.getByRole('textbox', { name: '时间' });
    await expect.poll(() => time.evaluate((element) => element === document.activeElement), SOON).toBe(true);
  }

  dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  async dialogIsGone(): Promise<void> {
    await this.dialog().waitFor({ state: 'detached' });
  }

  /** Every edit is on disk. */
  async saved(): Promise<void> {
    const unsaved = this.page.locator('[data-testid=save-state]:not([data-state=saved]):not([data-state=quiet])');
    await expect.poll(() => unsaved.count(), SOON).toBe(0);
  }
}
