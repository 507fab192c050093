import { expect, test } from 'vitest';
import { FakeClock } from '#kit/fake-clock.ts';
import { Gate, type Admission, type Lane } from '../../../src-service/http/gate.ts';

const MB = 1024 * 1024;

/** Asks, and notes what came of it. */
class Desks {
  readonly clock = new FakeClock();
  readonly gate = new Gate(this.clock, 4);
  readonly entries: { readonly name: string; readonly drop: () => void; came: Admission | null }[] = [];

  async ask(lane: Lane, ...names: readonly string[]): Promise<void> {
    for (const name of names) {
      const { admission, drop } = this.gate.enter(lane);
      const entry: Desks['entries'][number] = { name, drop, came: null };
      this.entries.push(entry);
      void admission.then((came) => (entry.came = came));
    }
    await settled();
  }

  named(kind: Admission['kind'] | 'waiting'): readonly string[] {
    return this.entries.filter(({ came }) => (came?.kind ?? 'waiting') === kind).map(({ name }) => name);
  }

  async done(name: string): Promise<void> {
    const came = this.entries.find((entry) => entry.name === name)?.came;
    if (came?.kind !== 'in') throw new Error(`${name} is not served`);
    came.done();
    await settled();
  }

  drop(name: string): void {
    this.entries.find((entry) => entry.name === name)?.drop();
  }
}

const settled = (): Promise<void> => new Promise(setImmediate);
const many = (count: number, name = 'r'): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${name}${String(at)}`);

test('four that come back are served at once, the next ones in the order in which they came', async () => {
  const desks = new Desks();
  await desks.ask('returning', ...many(7));
  expect(desks.named('in')).toEqual(many(4));
  await desks.done('r2');
  await desks.done('r2');
  expect(desks.named('in')).toEqual(many(5));
  expect(desks.named('waiting')).toEqual(['r5', 'r6']);
});

test('who is up to date does not wait behind them', async () => {
  const desks = new Desks();
  await desks.ask('returning', ...many(100));
  await desks.ask('current', 'quick');
  expect(desks.named('in')).toContain('quick');
});

test('one that hung up is not waited for', async () => {
  const desks = new Desks();
  await desks.ask('returning', ...many(6));
  desks.drop('r4');
  await desks.done('r0');
  expect(desks.named('gone')).toEqual(['r4']);
  expect(desks.named('in')).toContain('r5');
});

test('who would wait too long is told when to come, each a little later than the one before, and never too late', async () => {
  const desks = new Desks();
  await desks.ask('returning', ...many(10_000));
  const later = desks.entries.flatMap(({ came }) => (came?.kind === 'later' ? [came.after] : []));
  // At fifty milliseconds each, a hundred and sixty wait for eight seconds.
  expect(desks.named('waiting')).toHaveLength(161);
  expect(later.slice(0, 3)).toEqual([8_050, 8_100, 8_150]);
  expect(later.at(-1)).toBe(60_000);
  expect(later).toEqual(later.toSorted((a, b) => a - b));
});

test('how many may wait follows from how long they take, also for those who wait already', async () => {
  const desks = new Desks();
  await desks.ask('returning', ...many(164));
  for (let at = 0; at < 60; at += 1) {
    desks.clock.pass(200);
    await desks.done(`r${String(at)}`);
  }
  expect(desks.named('later').length).toBeGreaterThan(50);
  expect(desks.named('later')).toContain('r163');
  await desks.ask('returning', ...many(1_000, 'more'));
  // About two hundred milliseconds each.
  expect(desks.named('waiting').length).toBeGreaterThan(35);
  expect(desks.named('waiting').length).toBeLessThan(45);
});

test('bodies and replies have room for so many bytes, and one is always let in', () => {
  const { gate } = new Desks();
  const large = gate.hold(500 * MB);
  expect(large).not.toBeNull();
  expect(gate.hold(1)).toBeNull();
  large?.();
  large?.();
  const [first, second] = [gate.hold(60 * MB), gate.hold(36 * MB)];
  expect(gate.hold(1)).toBeNull();
  first?.();
  expect(second).not.toBeNull();
  expect(gate.hold(60 * MB)).not.toBeNull();
});
