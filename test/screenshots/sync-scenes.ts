import type { CaseId } from '#shared/base/ids.ts';
import { desk, type Scene } from './scene.ts';
import { LI, recording, SECOND, view, workingDay } from './steps.ts';
import type { Studio } from './studio.ts';

const MINUTE = 60 * SECOND;

async function joined(studio: Studio): Promise<void> {
  await workingDay(studio);
  await studio.centre.join(studio);
  await studio.sees('[data-sync=current]');
}

/** The case of a customer of the sample data, as the list has it. */
async function caseOf(studio: Studio, phone: string): Promise<CaseId> {
  const { items } = await studio.ask('case.list', { range: 'all', before: null, limit: 50 });
  const found = items.find(({ customer }) => customer.phone === phone);
  if (found === undefined) throw new Error(`${phone} has no case`);
  return found.id;
}

async function write(studio: Studio, caseId: CaseId, field: string, value: string): Promise<void> {
  await studio.ask('case.edit', { caseId, field, value });
  await studio.ask('case.settle', { caseId });
}

/** The colleague had a call, and promised to call back. */
async function colleagueAtWork(studio: Studio): Promise<void> {
  const { colleague } = studio.centre;
  const wish = { channel: 'call', direction: 'inbound', phone: '13800007310', callbackId: null } as const;
  const { contactId } = await colleague.do('contact.open', wish);
  await colleague.do('contact.command', { contactId, command: { type: 'answer' } });
  const caseId = colleague.contact().case!.id;
  await studio.centre.write(caseId, 'customer.surname', '孙');
  await studio.centre.write(caseId, 'customer.title', 'ms');
  await studio.centre.write(caseId, 'facts', '洗衣机脱水时异响，昨天开始');
  await colleague.do('callback.promise', { contactId, due: { preset: '2' }, reason: '等维修部排期' });
  await studio.centre.settle(studio);
}

/** Without a link both desks wrote into one case; the colleague was later. */
async function conflicting(studio: Studio): Promise<void> {
  await joined(studio);
  const caseId = await caseOf(studio, LI);
  const { centre } = studio;
  await centre.cut(studio);
  await write(studio, caseId, 'facts', '客户说包裹显示已签收，但家里没人收到；快递员电话打不通');
  await write(studio, caseId, 'customer.surname', '李');
  await write(studio, caseId, 'demand', '今天之内找到包裹，否则补发');
  await studio.pass(3 * MINUTE);
  await centre.write(caseId, 'facts', '包裹放在了物业前台，物业换班时没有登记；已请客户去取');
  await centre.write(caseId, 'demand', '今天取到就好');
  await studio.pass(2 * MINUTE);
  await centre.mend(studio);
}

/** How the desk stands with a central service, and what follows from working together. */
export const SYNC_SCENES: readonly Scene[] = [
  {
    name: 'sync-alone',
    arrange: desk(async (studio) => {
      await workingDay(studio);
      await studio.press('y');
      await studio.sees('[data-testid=sync-popover]');
    }),
  },
  {
    name: 'sync',
    arrange: desk(async (studio) => {
      await conflicting(studio);
      await studio.press('y');
      await studio.sees('[data-testid=sync-popover]');
    }),
  },
  {
    name: 'sync-offline',
    arrange: desk(async (studio) => {
      await joined(studio);
      const caseId = await caseOf(studio, LI);
      await studio.centre.cut(studio);
      await studio.pass(11 * MINUTE);
      await write(studio, caseId, 'facts', '客户说包裹显示已签收，但家里没人收到');
      await write(studio, caseId, 'demand', '今天之内找到包裹');
      await studio.press('y');
      await studio.sees('[data-testid=sync-popover]');
    }),
  },
  {
    name: 'conflicts',
    arrange: desk(async (studio) => {
      await conflicting(studio);
      await view(studio, '冲突');
      await studio.sees('[data-testid=conflict-row]');
      await studio.press('ArrowDown');
    }),
  },
  {
    name: 'no-conflicts',
    arrange: desk(async (studio) => {
      await conflicting(studio);
      await view(studio, '冲突');
      await studio.sees('[data-testid=conflict-row]');
      await studio.press('ArrowDown', '2');
      await studio.until(() => studio.state().sync.conflicts === 1, 'one is settled');
      await studio.page.getByTestId('conflict-row').nth(1).waitFor({ state: 'detached' });
      await studio.press('1');
      await studio.page.getByText('没有冲突').waitFor();
    }),
  },
  {
    name: 'callbacks-of-others',
    arrange: desk(async (studio) => {
      await joined(studio);
      await colleagueAtWork(studio);
      await view(studio, '回访');
      await studio.sees('[data-mine=false]');
      await studio.press('ArrowDown');
    }),
  },
  {
    name: 'callback-taken-over',
    arrange: desk(async (studio) => {
      await joined(studio);
      await colleagueAtWork(studio);
      await studio.centre.cut(studio);
      await view(studio, '回访');
      await studio.page.locator('[data-mine=false]').focus();
      await studio.press('t');
      await studio.page.getByText('我接手的').waitFor();
    }),
  },
  {
    name: 'case-of-others',
    arrange: desk(async (studio) => {
      await joined(studio);
      await colleagueAtWork(studio);
      await view(studio, '工单');
      await studio.page.getByTestId('case-row').filter({ hasText: '7310' }).press('Enter');
      await studio.sees('[data-testid=case-detail] [data-testid=timeline-row]');
    }),
  },
  {
    name: 'presence',
    arrange: desk(async (studio) => {
      await recording(studio);
      await studio.centre.join(studio);
      await studio.centre.beside(studio, studio.caseId());
      await studio.page.getByText('林珊 也在处理这个工单').waitFor();
    }),
  },
  {
    name: 'presence-in-cases',
    arrange: desk(async (studio) => {
      await joined(studio);
      await view(studio, '工单');
      await studio.page.getByTestId('case-row').filter({ hasText: '李' }).first().press('Enter');
      await studio.sees('[data-testid=case-detail] .body');
      await studio.centre.beside(studio, await caseOf(studio, LI));
      await studio.page.getByText('林珊 也在处理这个工单').first().waitFor();
    }),
  },
  {
    name: 'lease-ending',
    arrange: desk(async (studio) => {
      studio.centre.central.leaseDays = 30;
      await joined(studio);
      await studio.centre.cut(studio);
      await studio.away(27);
      await studio.page.getByText('还剩 3 天').waitFor();
    }),
  },
  {
    name: 'lease-over',
    arrange: desk(async (studio) => {
      studio.centre.central.leaseDays = 30;
      await joined(studio);
      await studio.centre.cut(studio);
      await studio.away(31);
      await studio.sees('[data-testid=lease-over]');
      await view(studio, '工单');
      await studio.page.getByText('这台电脑已有 30 天').first().waitFor();
    }),
  },
  {
    name: 'enrol',
    arrange: desk(async (studio) => {
      await workingDay(studio);
      await studio.press('y');
      await studio.page.getByRole('button', { name: '加入中心服务' }).press('Enter');
      await studio.page.getByLabel('中心地址').fill('zuoxi.lark.example');
      await studio.page.getByLabel('一次性注册码').fill('k7qd-2m9x-vt4e');
    }),
  },
  {
    name: 'enrol-samples',
    arrange: desk(async (studio) => {
      await workingDay(studio);
      await view(studio, '设置');
      await studio.page.getByRole('button', { name: '清空后再加入…' }).press('Enter');
      await studio.page.getByText('无法恢复').waitFor();
    }),
  },
  {
    name: 'enrol-failed',
    arrange: desk(async (studio) => {
      await workingDay(studio);
      studio.centre.central.reachable = false;
      await studio.press('y');
      await studio.page.getByRole('button', { name: '加入中心服务' }).press('Enter');
      await studio.page.getByLabel('中心地址').fill('zuoxi.lark.example');
      await studio.page.getByLabel('一次性注册码').fill('k7qd-2m9x-vt4e');
      await studio.press('Enter');
      await studio.sees('[data-testid=enrol-error]');
    }),
  },
  {
    name: 'enrolled',
    arrange: desk(async (studio) => {
      await joined(studio);
      await view(studio, '设置');
      await studio.page.getByTestId('service-settings').scrollIntoViewIfNeeded();
    }),
  },
  {
    name: 'revoked',
    chineseOnly: true,
    arrange: desk(async (studio) => {
      await joined(studio);
      await studio.revoke();
      await studio.centre.settle(studio);
      await studio.sees('[data-testid=revoked]');
    }),
  },
];
