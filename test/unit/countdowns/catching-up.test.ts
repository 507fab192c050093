import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestDesk } from '#kit/desk.ts';
import { ringAndTake } from '#kit/desk-work.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let desk: TestDesk;
beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
  await ringAndTake(desk, 3_000);
});
afterEach(() => desk.dispose());

function holds(): unknown {
  const { state } = desk.contact();
  return state.phase === 'active' ? state.progress.holds : null;
}

test.each([DAY, -DAY])(
  'R-HOLD-5: a hold ended right after the clock was set by %d ms keeps its real length',
  async (jump) => {
    await desk.do('desk.press', { action: 'hold' });
    desk.clock.pass(20_000);
    desk.clock.set(jump);
    await desk.do('desk.press', { action: 'hold' });
    expect(holds()).toMatchObject({ count: 1, totalMs: 20_000, overLimit: 0 });
  },
);

test.each([DAY, -DAY])(
  'R-HOLD-2: a hold begun right after the clock was set by %d ms warns and ends at its real time',
  async (jump) => {
    desk.clock.set(jump);
    await desk.do('desk.press', { action: 'hold' });
    desk.clock.pass(59_999);
    expect(desk.host.notifications).toEqual([]);
    expect(desk.state().countdowns.find(({ kind }) => kind === 'hold')?.phase).toBe('warned');
    desk.clock.pass(1);
    expect(desk.host.notifications.map(({ code }) => code)).toEqual(['hold-limit']);
  },
);

test('R-HOLD-3: a hold that was slept through counts as over its limit, even when the agent is quicker than the timer', async () => {
  await desk.do('desk.press', { action: 'hold' });
  desk.clock.sleep(10 * 60_000);
  await desk.do('desk.press', { action: 'hold' });
  expect(holds()).toMatchObject({ totalMs: 600_000, overLimit: 1, lastOverLimit: true });
  expect(desk.host.notifications.map(({ code }) => code)).toEqual(['hold-limit']);
});

test('nothing is sent to the windows while nothing happens', () => {
  const before = desk.client.pushes.length;
  const { revision } = desk.workstation.parts.projection.open();
  desk.clock.pass(30_000);
  expect(desk.workstation.parts.projection.open().revision).toBe(revision);
  expect(desk.client.pushes.length).toBe(before);
});
