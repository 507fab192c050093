import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { temporaryFolder } from '#kit/desk.ts';
import { Cable } from '../../scripts/demo/cable.ts';
import { launchStandIn } from '../stand-in/driver.ts';
import { Agent } from './kit/agent.ts';
import type { BranchDesk } from './kit/branch-desk.ts';
import { test } from './kit/branch-test.ts';
import { LIMIT, SOON } from './kit/patience.ts';

let stick: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  stick = temporaryFolder('stick');
});
afterEach(() => stick.remove());

async function writesFile({ agent }: BranchDesk, path: string): Promise<void> {
  const downloading = agent.page.waitForEvent('download');
  await agent.chooses('写一个给中心的文件');
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^zuoxi-\d{8}-\d{4}-[0-9a-f]{4}\.zxp$/u);
  await download.saveAs(path);
}

async function takesIn({ agent }: BranchDesk, path: string): Promise<void> {
  const choosing = agent.page.waitForEvent('filechooser');
  await agent.chooses('读入中心的回复');
  await (await choosing).setFiles(path);
}

const state = ({ agent }: BranchDesk) => agent.page.getByTestId('parcel-state');

test(
  'a desk that does not reach the service writes a file, the command answers it, and what it took in is seen on both sides',
  LIMIT,
  async ({ branch }) => {
    const [ann, bo] = [await branch.joinedDesk('周宁'), await branch.joinedDesk('林珊')];
    await ann.pullOut();
    await ann.agent.press('r');
    await ann.agent.bandIs('ringing');
    await ann.agent.press('r');
    await ann.agent.sees(ann.agent.page.getByTestId('agent-state'), '通话中');
    const form = ann.agent.page.getByRole('complementary').filter({ hasText: '事实' }).first();
    await ann.agent.writes('事实', '没有网络时写的', form);
    await ann.agent.press('Tab');
    await ann.agent.saved();
    const { items } = await ann.do('case.list', { range: 'all', before: null, limit: 2 });

    await ann.agent.opensView('设置');
    const [question, reply] = [join(stick.path, 'ask.zxp'), join(stick.path, 'answer.zxp')];
    await writesFile(ann, question);
    await ann.agent.sees(state(ann), '请带给云雀数码的管理员');
    await takesIn(ann, question);
    await ann.agent.sees(ann.agent.page.getByTestId('parcel-refused'), '这是本机写出的文件，不是回复。');

    expect(await branch.command('exchange', question, reply)).toMatch(/changes were in the file/u);
    const cases = () => bo.do('case.list', { range: 'all', before: null, limit: 2 });
    await expect
      .poll(cases, SOON)
      .toMatchObject({ items: [{ id: items[0]!.id, fields: { facts: '没有网络时写的' } }] });

    await takesIn(ann, reply);
    await expect.poll(() => state(ann).getAttribute('data-state'), SOON).toBe('taken');
    await ann.agent.sees(state(ann), /已读入：确认 \d+ 项改动/u);
    await expect.poll(() => ann.agent.page.getByTestId('parcel-refused').count(), SOON).toBe(0);
    await ann.syncIs('offline');
    await takesIn(ann, reply);
    await ann.agent.sees(ann.agent.page.getByTestId('parcel-refused'), '这份回复已经读入过。');
  },
);

test('on the desktop the dialogs of the system ask where and which [stand-in]', LIMIT, async ({ branch }) => {
  const folder = temporaryFolder('stand-in');
  const standIn = await launchStandIn({ dataFolder: folder.path });
  const cable = await Cable.lay(branch.service.port);
  const agent = new Agent(() => standIn);
  const stateIs = (words: string) =>
    expect.poll(() => agent.page.getByTestId('parcel-state').getAttribute('data-state'), SOON).toBe(words);
  try {
    await agent.firstStart();
    await agent.opensView('设置');
    await agent.writes('中心地址', cable.address);
    await agent.writes('一次性注册码', await branch.code('周宁'));
    await agent.press('Enter');
    await stateIs('none');
    cable.pullOut();
    const [question, reply] = [join(stick.path, 'ask.zxp'), join(stick.path, 'answer.zxp')];

    // The agent closes the dialog.
    await agent.chooses('写一个给中心的文件');
    await stateIs('none');
    await standIn.ask('chooseFile', question);
    await agent.chooses('写一个给中心的文件');
    await stateIs('written');
    await branch.command('exchange', question, reply);
    await standIn.ask('chooseFile', reply);
    await agent.chooses('读入中心的回复');
    await stateIs('taken');
  } finally {
    await standIn.close();
    await cable.remove();
    folder.remove();
  }
});
