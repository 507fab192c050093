import { expect, test } from 'vitest';
import { Agent } from './kit/agent.ts';
import { describeWithPack } from './kit/driver.ts';
import { SOON } from './kit/patience.ts';

describeWithPack(
  'what helps while the customer speaks',
  () => ({
    glossary: [
      { term: '开票', plain: '把收款凭据开给您', like: '像超市的小票，只是报销用得上' },
      { term: '固件', plain: '设备里自带的程序' },
    ],
    probes: [
      {
        id: 'time',
        name: '时段',
        words: ['晚上'],
        question: '一般是晚上几点？',
        choices: ['八点前', '八点后'],
        field: 'occurred-at',
      },
    ],
    worries: [
      {
        id: 'date',
        words: ['快递', '什么时候'],
        times: 2,
        need: '怕赶不上要用的日子',
        lines: [{ id: 'track', text: '我这边帮您盯着，有消息就告诉您。' }],
      },
    ],
  }),
  (driver) => {
    const agent = new Agent(driver);

    test('R-LST-4: a word in the notes brings the question, and its answer goes into the form', async () => {
      await agent.firstStart();
      await agent.answersCall();
      await agent.chooses('问题反馈');
      await agent.writes('事实', '每天晚上断线');
      await agent.press('Escape');
      const probe = agent.page.getByTestId('probe');
      await agent.sees(probe, '一般是晚上几点？');
      await agent.sees(agent.page.getByRole('status'), '一般是晚上几点？');
      await agent.press('0', 't');
      await agent.page.getByRole('toolbar', { name: '转给哪个部门' }).waitFor();
      expect(await probe.count()).toBe(0);
      await agent.press('Escape');
      await probe.waitFor();
      await agent.press('Shift+Digit2');
      const field = agent.page.getByRole('textbox', { name: '发生时间' });
      await expect.poll(() => field.inputValue(), SOON).toBe('八点后');
      await expect.poll(() => probe.count(), SOON).toBe(0);
    });

    test('R-LST-5: what is repeated tells a worry, whose line stands last; it can be waved away', async () => {
      await agent.writes('感受', '一直问快递，什么时候到');
      await agent.press('Escape');
      const worry = agent.page.getByTestId('worry');
      await agent.sees(worry, '怕赶不上要用的日子');
      await agent.sees(agent.page.getByRole('status'), '可能在担心 怕赶不上要用的日子');
      await expect.poll(async () => (await agent.lines()).at(-1), SOON).toBe('track');
      await agent.press('Backspace');
      await expect.poll(() => worry.count(), SOON).toBe(0);
      await expect.poll(() => agent.lines(), SOON).not.toContain('track');
    });

    test('R-SAY-2: plain words for what is noted are one key away, and go by the same', async () => {
      await agent.press('n');
      await agent.type('升级固件以后');
      await agent.press('Escape', 'q');
      await agent.sees(agent.page.getByTestId('terms'), /固件\s*设备里自带的程序/);
      await agent.sees(agent.page.getByRole('status'), '固件：设备里自带的程序');
      await agent.press('q');
      await expect.poll(() => agent.page.getByTestId('terms').count(), SOON).toBe(0);
    });
  },
);
