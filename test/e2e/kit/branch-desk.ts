import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Answer, Method, Request } from '#shared/contract/rpc.ts';
import type { DialledWindow } from '#kit/dialled-window.ts';
import type { Cable } from '../../../scripts/demo/cable.ts';
import { Agent } from './agent.ts';
import type { LoopbackDriver } from './loopback-driver.ts';
import { SOON_FROM_ANOTHER } from './patience.ts';

/** One desk of a branch: its agent, the page in a real browser, and the cable to the service. */
export class BranchDesk {
  readonly agent: Agent;
  readonly cable: Cable;
  readonly #driver: LoopbackDriver;
  readonly #window: DialledWindow;

  constructor(driver: LoopbackDriver, window: DialledWindow, cable: Cable) {
    this.agent = new Agent(() => driver);
    this.cable = cable;
    this.#driver = driver;
    this.#window = window;
  }

  /** Asks the desk beside its page, for what a test prepares and not what it is about. */
  async do<M extends Method>(method: M, payload: Request<M>): Promise<Extract<Answer<M>, { ok: true }>['value']> {
    const answer = await this.#window.client.request(method, payload);
    if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
    return answer.value;
  }

  /** What the top bar says of sync. */
  async syncIs(words: string): Promise<void> {
    await expect
      .poll(() => this.agent.page.getByTestId('sync-state').getAttribute('data-sync'), SOON_FROM_ANOTHER)
      .toBe(words);
  }

  /** The cable is out, and the desk has noticed. */
  async pullOut(): Promise<void> {
    this.cable.pullOut();
    await this.do('sync.now', {});
    await this.syncIs('offline');
  }

  /** The cable is in again, and the desk looks at once instead of at its next try. */
  async plugIn(): Promise<void> {
    this.cable.plugIn();
    await this.do('sync.now', {});
  }

  /** The only case, opened in the list of cases by keyboard. */
  async opensTheCase(): Promise<Locator> {
    const { agent } = this;
    await agent.opensView('工单');
    const row = agent.page.getByTestId('case-row');
    await expect.poll(() => row.count(), SOON_FROM_ANOTHER).toBe(1);
    await row.focus();
    await agent.press('Enter');
    const detail = agent.page.getByTestId('case-detail');
    await detail.waitFor();
    return detail;
  }

  async close(): Promise<void> {
    this.#window.close();
    await this.#driver.close();
    await this.cable.remove();
  }
}
