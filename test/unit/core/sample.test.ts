import { expect, test } from 'vitest';
import { TestDesk } from '#kit/desk.ts';

test('sample data brings one promise that is late, which is told once, and nothing else of the past is', async () => {
  const desk = new TestDesk();
  await desk.setUp({ sampleData: true });
  desk.clock.pass(5_000);
  desk.restart();
  desk.clock.pass(5_000);
  expect(desk.host.notifications.map(({ code }) => code)).toEqual(['callback-due']);
  desk.dispose();
});
