import type { Studio } from './studio.ts';

export const SECOND = 1_000;
const MINUTE = 60_000;

/** Made-up customers of the sample data: 王女士 waits for a callback that is late, 李先生 for one that is due soon. */
const WANG = '13800000001';
export const LI = '13800000002';
/** Nobody knows this one yet. */
export const STRANGER = '13800005206';

export async function workingDay(studio: Studio): Promise<void> {
  await studio.ask('desk.setUp', {
    company: '云雀数码',
    department: '客户服务部',
    agentName: '周宁',
    agentNumber: '1027',
    sampleData: true,
  });
  await studio.sees('[data-testid=countdown]');
  await studio.pass(2 * MINUTE);
}

export async function ringing(studio: Studio, phone = WANG): Promise<void> {
  await workingDay(studio);
  const { contactId } = await studio.ask('contact.open', {
    channel: 'call',
    direction: 'inbound',
    phone,
    callbackId: null,
  });
  await studio.ask('contact.focus', { contactId });
  await studio.sees('[data-band=ringing]');
  await studio.pass(6 * SECOND);
}

export async function answered(studio: Studio, phone = WANG): Promise<void> {
  await ringing(studio, phone);
  await studio.press('r');
  await studio.sees('[data-band=talking]');
  await studio.pass(2 * SECOND);
  await studio.take('greet-call-again');
  await studio.pass(14 * SECOND);
}

/** 王女士 calls again: her left earphone still drops out, and nobody has called back. */
export async function recording(studio: Studio): Promise<void> {
  await answered(studio);
  await studio.press('ArrowRight');
  await studio.inStage('倾听');
  await studio.pass(9 * SECOND);
  await studio.command({ type: 'classify', scenario: 'issue' });
  await studio.command({ type: 'tag-mood', mood: 'anxious' });
  await studio.take('soothe-worried');
  await studio.pass(21 * SECOND);
  await studio.press('n');
  await studio.isIn('事实');
  await studio.writeHere('左耳连上十分钟就断，右耳正常；换过两部手机，重置过一次');
  await studio.pass(8 * SECOND);
  await studio.write('感受', '后天出差，担心路上用不了；说好的回电没有等到');
  await studio.pass(11 * SECOND);
  await studio.take('listen-restate');
  await studio.pass(15 * SECOND);
  await studio.press('ArrowRight');
  await studio.inStage('记录');
  await studio.pass(7 * SECOND);
  await studio.write('产品或服务', '云杉 T2 耳机');
  await studio.pass(6 * SECOND);
  await studio.write('设备型号', 'YS-T2');
  await studio.pass(9 * SECOND);
  await studio.take('record-when');
  await studio.pass(12 * SECOND);
  await studio.write('发生时间', '昨晚八点起，每次都这样');
  await studio.pass(4 * SECOND);
}

/** What will be done is written down; what the customer wishes, and the cause, are still open. */
async function planning(studio: Studio): Promise<void> {
  await recording(studio);
  await studio.press('ArrowRight');
  await studio.inStage('方案');
  await studio.ask('case.edit', { caseId: studio.caseId(), field: 'responsible', value: '产品' });
  await studio.write('处理方案', '技术支持部今天复核视频；不能远程修好就登记检测，先借一副备用');
  await studio.pass(12 * SECOND);
}

/** On hold, a quarter of a minute before the limit. */
export async function holding(studio: Studio): Promise<void> {
  await planning(studio);
  await studio.press('h');
  await studio.sees('[data-band=hold]');
  await studio.pass(2 * SECOND);
  await studio.press('Shift+Digit6');
  await studio.page.locator('[data-band=hold]', { hasText: '核实处理进度' }).waitFor();
  await studio.pass(44 * SECOND);
}

export async function solving(studio: Studio): Promise<void> {
  await holding(studio);
  await studio.press('h');
  await studio.sees('[data-band=talking]');
  await studio.take('hold-back');
  await studio.pass(8 * SECOND);
  await studio.press('Escape');
  await studio.take('solve-plan');
  await studio.pass(9 * SECOND);
}

export async function view(studio: Studio, name: string): Promise<void> {
  await studio.page.getByRole('navigation').getByRole('button', { name }).first().press('Enter');
}
