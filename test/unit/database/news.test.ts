import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok } from '#shared/base/result.ts';
import type { Store } from '#core/database/store.ts';
import { TestDesk } from '#kit/desk.ts';

let desk: TestDesk;
let store: Store;
beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
  ({ store } = desk.workstation.parts);
});
afterEach(() => desk.dispose());

function write(slice: 'lists' | 'settings'): void {
  store.write((unit) => {
    unit.touched[slice] = true;
    return ok();
  });
}

/** Which commits a reader was told of, in the order in which it heard. */
function reader(told: string[], onNews: (slice: string) => void = () => undefined): void {
  store.onNews(({ lists }) => {
    const slice = lists ? 'lists' : 'settings';
    told.push(slice);
    onNews(slice);
  });
}

test.each([
  ['and goes on', (): void => undefined],
  ['and is about to speak of it', (): void => store.tellNews()],
] as const)('a reader that writes while it is told, %s: everybody hears of both in their order', async (_, then) => {
  const [before, writer, behind]: [string[], string[], string[]] = [[], [], []];
  reader(before);
  reader(writer, (slice) => {
    if (slice !== 'lists') return;
    write('settings');
    then();
  });
  reader(behind);
  write('lists');
  store.tellNews();
  await Promise.resolve();
  for (const told of [before, writer, behind]) expect(told).toEqual(['lists', 'settings']);
});

test('who is about to speak of what it wrote speaks after everybody was told, also while news are told', () => {
  const told: string[] = [];
  reader([], (slice) => {
    if (slice !== 'lists') return;
    write('settings');
    store.tellNews();
    told.push('spoken');
  });
  reader(told);
  write('lists');
  store.tellNews();
  expect(told).toEqual(['lists', 'settings', 'spoken']);
});
