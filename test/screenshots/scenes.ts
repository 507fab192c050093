import type { Page } from 'playwright-core';
import type { Studio } from './studio.ts';

/** A moment at the desk. Each begins on a desk of its own. */
export interface Scene {
  readonly name: string;
  /** Leads there from the first start; gives the page to be photographed when it is not the desk's. */
  readonly arrange: (studio: Studio) => Promise<Page | undefined>;
  /** The page of its own size; only one size is then drawn. */
  readonly ownSize?: true;
  /** Nothing can be asked of the workstation any more, so that the language stays. */
  readonly chineseOnly?: true;
}

const SECOND = 1_000;
const MINUTE = 60_000;

/** Made-up customers of the sample data: 王女士 waits for a callback that is late, 李先生 for one that is due soon. */
const WANG = '13800000001';
const LI = '13800000002';
/** Nobody knows this one yet. */
const STRANGER = '13800005206';

async function workingDay(studio: Studio): Promise<void> {
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

async function ringing(studio: Studio, phone = WANG): Promise<void> {
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

async function answered(studio: Studio, phone = WANG): Promise<void> {
  await ringing(studio, phone);
  await studio.press('r');
  await studio.sees('[data-band=talking]');
  await studio.pass(2 * SECOND);
  await studio.take('greet-call-again');
  await studio.pass(14 * SECOND);
}

/** 王女士 calls again: her left earphone still drops out, and nobody has called back. */
async function recording(studio: Studio): Promise<void> {
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
async function holding(studio: Studio): Promise<void> {
  await planning(studio);
  await studio.press('h');
  await studio.sees('[data-band=hold]');
  await studio.pass(2 * SECOND);
  await studio.press('Shift+Digit6');
  await studio.page.locator('[data-band=hold]', { hasText: '核实处理进度' }).waitFor();
  await studio.pass(44 * SECOND);
}

async function solving(studio: Studio): Promise<void> {
  await holding(studio);
  await studio.press('h');
  await studio.sees('[data-band=talking]');
  await studio.take('hold-back');
  await studio.pass(8 * SECOND);
  await studio.press('Escape');
  await studio.take('solve-plan');
  await studio.pass(9 * SECOND);
}

async function view(studio: Studio, name: string): Promise<void> {
  await studio.page.getByRole('navigation').getByRole('button', { name }).first().press('Enter');
}

const desk =
  (arrange: (studio: Studio) => Promise<void>): Scene['arrange'] =>
  async (studio) => {
    await arrange(studio);
    return undefined;
  };

export const SCENES: readonly Scene[] = [
  {
    name: 'first-start',
    arrange: desk(async (studio) => {
      await studio.sees('form input');
      const { page } = studio;
      const answers = { 公司名称: '云雀数码', 部门: '客户服务部', 我的称呼: '周宁', 工号: '1027' };
      for (const [name, text] of Object.entries(answers)) await page.getByLabel(name).fill(text);
    }),
  },
  { name: 'idle', arrange: desk(workingDay) },
  { name: 'ringing', arrange: desk((studio) => ringing(studio, STRANGER)) },
  { name: 'greeting', arrange: desk(answered) },
  {
    name: 'desk',
    arrange: desk(async (studio) => {
      await holding(studio);
      // Back to the lines of the stage: what comes next is prepared while the customer waits.
      await studio.press('Escape');
      await studio.select('solve-plan');
      await studio.scrollToTop('.side');
    }),
  },
  {
    name: 'hold',
    arrange: desk(async (studio) => {
      await holding(studio);
      await studio.scrollToTop('.side');
    }),
  },
  {
    name: 'hold-over',
    arrange: desk(async (studio) => {
      await holding(studio);
      await studio.pass(22 * SECOND);
    }),
  },
  {
    name: 'situations',
    arrange: desk(async (studio) => {
      await recording(studio);
      await studio.press('0');
      await studio.sees('[role=menu]');
    }),
  },
  {
    name: 'silence',
    arrange: desk(async (studio) => {
      await answered(studio);
      await studio.press('0', 's');
      await studio.sees('[data-band=silence]');
      await studio.pass(7 * SECOND);
    }),
  },
  {
    name: 'dropped',
    arrange: desk(async (studio) => {
      await recording(studio);
      await studio.press('0', 'x');
      await studio.sees('[data-band=dropped]');
      await studio.pass(5 * SECOND);
    }),
  },
  {
    name: 'transfer',
    arrange: desk(async (studio) => {
      await recording(studio);
      await studio.press('0', 't');
      await studio.sees('.departments');
      await studio.press('Shift+Digit1');
      await studio.sees('[data-line-id=transfer-due], [data-line-id=transfer-choose]');
    }),
  },
  {
    name: 'angry',
    arrange: desk(async (studio) => {
      await answered(studio);
      await studio.press('0', 'a');
      await studio.sees('[data-line-id=soothe-angry]');
    }),
  },
  {
    name: 'callback',
    arrange: desk(async (studio) => {
      await solving(studio);
      await studio.press('b');
      await studio.sees('[data-testid=callback-popover]');
      await studio.type('明天下午三点');
      await studio.sees('[data-reading=time]');
    }),
  },
  {
    name: 'callback-asked',
    arrange: desk(async (studio) => {
      await solving(studio);
      await studio.press('b');
      await studio.sees('[data-testid=callback-popover]');
      await studio.type('过两天');
      await studio.sees('[data-reading=ask]');
    }),
  },
  {
    name: 'done',
    arrange: desk(async (studio) => {
      await solving(studio);
      await studio.press('ArrowRight', 'd');
      await studio.sees('[role=dialog] .likely');
      await studio.press('1');
      await studio.sees('[role=dialog] .asked');
      await studio.pass(3 * SECOND);
    }),
  },
  {
    name: 'done-asked',
    arrange: desk(async (studio) => {
      await answered(studio);
      await studio.press('d');
      await studio.sees('[role=dialog] .likely');
    }),
  },
  {
    name: 'undo',
    arrange: desk(async (studio) => {
      await solving(studio);
      await studio.press('d');
      await studio.sees('[role=dialog] .likely');
      await studio.press('1');
      await studio.sees('[role=dialog] .asked');
      await studio.press('Control+Enter');
      await studio.sees('[data-testid=toast]');
    }),
  },
  {
    name: 'dialling',
    arrange: desk(async (studio) => {
      await workingDay(studio);
      await view(studio, '回访');
      await studio.sees('[data-testid=callback-row]');
      await studio.page.getByTestId('callback-row').first().getByRole('button', { name: '外呼' }).press('Enter');
      await studio.sees('[data-band=dialling]');
      await studio.pass(8 * SECOND);
    }),
  },
  {
    name: 'other-party',
    arrange: desk(async (studio) => {
      await workingDay(studio);
      await view(studio, '回访');
      await studio.page.getByTestId('callback-row').first().getByRole('button', { name: '外呼' }).press('Enter');
      await studio.sees('[data-band=dialling]');
      await studio.pass(8 * SECOND);
      await studio.press('t');
      await studio.sees('[data-line-id=third-party-ask]');
    }),
  },
  {
    name: 'new-contact',
    arrange: desk(async (studio) => {
      await workingDay(studio);
      await studio.press('o');
      await studio.sees('[role=dialog]');
    }),
  },
  {
    name: 'chats',
    arrange: desk(async (studio) => {
      await recording(studio);
      for (const phone of [LI, '13800000003']) {
        await studio.ask('contact.open', { channel: 'chat', direction: 'inbound', phone, callbackId: null });
        await studio.pass(4 * SECOND);
      }
      await studio.sees('nav.tabs .tab:nth-of-type(3)[aria-current]');
      await studio.press('[');
      await studio.sees('[data-band=ringing]');
      await studio.press('r');
      await studio.sees('[data-line-id=greet-chat]');
    }),
  },
  {
    name: 'cases',
    arrange: desk(async (studio) => {
      await workingDay(studio);
      await view(studio, '工单');
      await studio.sees('[data-testid=case-row]');
    }),
  },
  {
    name: 'case',
    arrange: desk(async (studio) => {
      await workingDay(studio);
      await view(studio, '工单');
      await studio.sees('[data-testid=case-row]');
      await studio.page.getByRole('button', { name: '待补全', exact: true }).press('Enter');
      await studio.page.getByTestId('case-row').first().press('Enter');
      await studio.sees('[data-testid=case-detail] [data-testid=timeline-row]');
    }),
  },
  {
    name: 'callbacks',
    arrange: desk(async (studio) => {
      await workingDay(studio);
      await view(studio, '回访');
      await studio.sees('[data-testid=callback-row]');
    }),
  },
  {
    name: 'reschedule',
    arrange: desk(async (studio) => {
      await workingDay(studio);
      await view(studio, '回访');
      await studio.page.getByTestId('callback-row').first().getByRole('button', { name: '改期' }).press('Enter');
      await studio.type('今天下午五点半');
      await studio.sees('[data-reading=time]');
    }),
  },
  {
    name: 'scripts',
    arrange: desk(async (studio) => {
      await workingDay(studio);
      await view(studio, '话术');
      await studio.sees('main [data-line-id]');
    }),
  },
  {
    name: 'search',
    arrange: desk(async (studio) => {
      await recording(studio);
      await studio.press('f');
      await studio.type('耳机');
      await studio.sees('#search-hits [role=option]');
    }),
  },
  {
    name: 'settings',
    arrange: desk(async (studio) => {
      await workingDay(studio);
      await view(studio, '设置');
      await studio.sees('table');
    }),
  },
  {
    name: 'settings-keys',
    arrange: desk(async (studio) => {
      await workingDay(studio);
      await view(studio, '设置');
      const key = studio.page.getByRole('button', { name: /^搜索，应用内按键/ });
      await key.press('Enter');
      await studio.press('h');
      await studio.sees('[role=alert]');
      await studio.page.locator('[role=alert]').first().scrollIntoViewIfNeeded();
    }),
  },
  {
    name: 'keys',
    arrange: desk(async (studio) => {
      await workingDay(studio);
      await studio.press('?');
      await studio.sees('[role=dialog]');
    }),
  },
  {
    name: 'connection-lost',
    chineseOnly: true,
    arrange: desk(async (studio) => {
      await recording(studio);
      await studio.cutTheWire();
      await studio.page.getByText('与本机工作站的连接断了').waitFor();
    }),
  },
  {
    name: 'panel-docked',
    arrange: desk(async (studio) => {
      await holding(studio);
      await studio.press('Control+Alt+Space');
      await studio.page.getByTestId('panel').waitFor({ state: 'visible' });
    }),
  },
  {
    name: 'panel',
    ownSize: true,
    arrange: async (studio) => {
      await holding(studio);
      await studio.press('Escape');
      const panel = await studio.openPanel();
      await panel.locator('[data-line-id=soothe-understand][aria-current]').waitFor();
      for (let steps = 0; steps < 2; steps += 1) await panel.keyboard.press('ArrowDown');
      await panel.locator('[data-line-id=solve-plan][aria-current]').waitFor();
      return panel;
    },
  },
  {
    name: 'panel-situations',
    ownSize: true,
    arrange: async (studio) => {
      await recording(studio);
      const panel = await studio.openPanel();
      await panel.keyboard.press('0');
      await panel.locator('[role=menu]').waitFor();
      return panel;
    },
  },
  {
    name: 'panel-callback',
    ownSize: true,
    arrange: async (studio) => {
      await recording(studio);
      const panel = await studio.openPanel();
      await panel.keyboard.press('b');
      await panel.getByTestId('callback-popover').waitFor();
      return panel;
    },
  },
];
