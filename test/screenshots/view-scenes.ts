import { desk, type Scene } from './scene.ts';
import { recording, view, workingDay } from './steps.ts';

/** The desk without a customer, and the views beside it. */
export const VIEW_SCENES: readonly Scene[] = [
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
    name: 'settings-packs',
    arrange: desk(async (studio) => {
      await workingDay(studio);
      await view(studio, '设置');
      await studio.sees('[data-testid=pack-facts]');
      await studio.page.getByTestId('pack-settings').evaluate((group) => group.scrollIntoView());
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
];
