import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadPack } from '#core/scripts/load-pack.ts';
import { RESOURCES, temporaryFolder } from '#kit/desk.ts';
import { signedPack } from '#kit/service/pack-key.ts';
import { fingerprintOf } from '#parcel/pack-file.ts';
import { makeKeyFiles, readPrivateKey } from '../../scripts/pack/key-files.ts';
import { Agent } from './kit/agent.ts';
import { describeOnLoopback } from './kit/driver.ts';
import { SOON } from './kit/patience.ts';

const GREETING = '您好，云雀数码售后专线，请讲。';
const stick = temporaryFolder('packs');
afterAll(() => stick.remove());

/** Adds one line to the pack that comes with the program, is built and signed: the key and the file. */
function madePack(): { readonly key: string; readonly file: string; readonly text: string } {
  const made = makeKeyFiles(join(stick.path, 'head-office'));
  const source = join(stick.path, 'pack.yaml');
  const added = { id: 'after-sales', text: GREETING };
  const base = { pack: join(RESOURCES, 'packs', 'zh-CN') };
  writeFileSync(
    source,
    JSON.stringify({ extends: base, id: 'after-sales', name: '售后专线', version: '7.1.0', lines: { greet: [added] } }),
  );
  const loaded = loadPack(source);
  if (made === null || !loaded.ok) throw new Error(`the pack was not built: ${JSON.stringify(loaded)}`);
  const file = join(stick.path, 'after-sales.zxpack');
  const bytes = signedPack(loaded.value.pack, readPrivateKey(made.privateFile));
  writeFileSync(file, bytes);
  return { key: made.publicKey, file, text: new TextDecoder().decode(bytes) };
}

describeOnLoopback('script packs that come as files', (driver) => {
  const agent = new Agent(driver);
  const { key, file, text } = madePack();
  const settings = () => agent.page.getByTestId('pack-settings');
  const facts = () => agent.page.getByTestId('pack-facts');
  const refused = () => agent.page.getByTestId('pack-refused');

  async function imports(path: string): Promise<void> {
    const choosing = agent.page.waitForEvent('filechooser');
    await agent.chooses('导入话术包', settings());
    await (await choosing).setFiles(path);
  }

  async function confirms(): Promise<void> {
    const box = settings().getByRole('checkbox');
    await expect.poll(() => box.isEnabled(), SOON).toBe(true);
    await agent.press('Tab', 'Space');
    await expect.poll(() => box.isChecked(), SOON).toBe(true);
    await agent.press('Tab', 'Enter');
  }

  test('a pack by an unknown signer is refused with the fingerprint of its key', async () => {
    await agent.firstStart();
    await agent.opensView('设置');
    await agent.sees(facts(), '随程序提供');
    await imports(file);
    await agent.sees(refused(), `签名密钥在这里不受信任：${fingerprintOf(key)}`);
    await agent.sees(facts(), '随程序提供');
  });

  test('the key is compared and added, the file given again, and the next contact begins with it', async () => {
    await agent.chooses('核对后添加这把密钥', refused());
    await agent.isIn('密钥名称');
    await agent.type('总部');
    await agent.sees(settings().getByTestId('pack-fingerprint'), fingerprintOf(key));
    await confirms();
    await agent.sees(settings().getByTestId('pack-key'), '总部');
    await agent.sees(settings().getByTestId('pack-state'), '请再导入一次文件');
    const onward = settings().getByRole('button', { name: '导入话术包' });
    await expect.poll(() => onward.evaluate((button) => button === document.activeElement), SOON).toBe(true);
    await imports(file);
    await agent.sees(settings().getByTestId('pack-state'), '已导入 售后专线 7.1.0');
    await agent.sees(facts(), new RegExp(`售后专线 7\\.1\\.0[\\s\\S]*${fingerprintOf(key)}`, 'u'));
    await agent.press('Escape');
    await agent.answersCall();
    expect(await agent.takes('after-sales')).toBe(GREETING);
  });

  test('a file that was altered is refused with its reason, and the pack in use stays', async () => {
    const altered = join(stick.path, 'altered.zxpack');
    writeFileSync(altered, text.replace('请讲', '请说'));
    await agent.opensView('设置');
    await imports(altered);
    await agent.sees(refused(), '话术包已损坏或被改动。');
    await agent.sees(facts(), '售后专线 7.1.0');
    const stray = join(stick.path, 'stray.zxpack');
    const body = JSON.parse(text.split('\n')[1]!) as Record<string, unknown>;
    writeFileSync(stray, signedPack({ ...body, moods: [] }, readPrivateKey(join(stick.path, 'head-office.key'))));
    await imports(stray);
    await agent.sees(refused(), /1 处错误，第一处：moods: /u);
    await agent.sees(facts(), '售后专线 7.1.0');
  });

  test('the scripts name the signer; a key that was removed counts no more, and can be taken back', async () => {
    await agent.opensView('话术');
    await agent.sees(agent.page.getByTestId('active-pack'), `签名 ${fingerprintOf(key).slice(0, 9)}`);
    await agent.opensView('设置');
    const remove = `移除密钥“总部” ${fingerprintOf(key)}`;
    const keys = () => settings().getByTestId('pack-key').count();
    await agent.chooses(remove, settings());
    await expect.poll(keys, SOON).toBe(0);
    await agent.sees(agent.page.getByTestId('toast'), '已移除');
    await agent.press('Control+z');
    await expect.poll(keys, SOON).toBe(1);
    await agent.chooses(remove, settings());
    await expect.poll(keys, SOON).toBe(0);
    await agent.press('Shift+Tab');
    await imports(file);
    await agent.sees(refused(), '签名密钥在这里不受信任');
    await agent.sees(facts(), '售后专线 7.1.0');
  });
});
