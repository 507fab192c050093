import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RESOURCES } from '#kit/desk.ts';
import { Agent } from './kit/agent.ts';
import { describeOnLoopback } from './kit/driver.ts';
import { SOON } from './kit/patience.ts';

const PACK = join(RESOURCES, 'packs', 'zh-CN-bank-card');

describeOnLoopback(
  'the script pack of another trade',
  (driver) => {
    const agent = new Agent(driver);
    const ladder = () => agent.page.getByTestId('stage-ladder');

    test('a call is answered in the words of that trade, and its stages lead on', async () => {
      await agent.firstStart();
      await agent.answersCall();
      expect(await agent.takes('pick-up-call')).toContain('云雀数码');
      await agent.sees(ladder(), /接[\s\S]*听[\s\S]*核身[\s\S]*判[\s\S]*办[\s\S]*追/);
      await agent.press('ArrowRight', 'ArrowRight');
      await agent.sees(ladder().locator('[aria-current=step]'), '核身');
      await agent.takes('verify-two-of-three');
    });

    test('its form and its situations are its own', async () => {
      const form = agent.page.getByRole('complementary');
      await agent.chooses('挂失与盗刷', form);
      await agent.writes('卡号后四位', '1234', form);
      await agent.press('Escape', 'ArrowRight');
      await agent.saved();
      await agent.takes('judge-stop');
      await agent.press('0', 'f');
      await expect.poll(async () => (await agent.lines())[0], SOON).toBe('calm-frightened');
      expect(await agent.lines()).toContain('scam-police');
      await agent.press('Escape');
    });

    test('a wait is warned of at 20 s and ends at 30 s', { timeout: 60_000 }, async () => {
      expect(await agent.takes('judge-wait')).toContain('30');
      const startedAt = Date.now();
      await agent.bandIs('hold');
      const phase = () => agent.countdown('hold').getAttribute('data-phase');
      await expect.poll(phase, { timeout: 25_000, interval: 100 }).toBe('warned');
      expect(Date.now() - startedAt).toBeGreaterThan(19_000);
      await expect.poll(phase, { timeout: 15_000, interval: 100 }).toBe('due');
      expect(Date.now() - startedAt).toBeGreaterThan(29_000);
      await expect.poll(() => agent.lines(), SOON).toContain('wait-late');
    });

    test('a callback is promised by the keys of that trade', async () => {
      await agent.beginsPromise();
      await agent.press('3');
      await expect.poll(() => agent.countdown('callback').count(), SOON).toBe(1);
    });
  },
  ['--pack', PACK],
);
