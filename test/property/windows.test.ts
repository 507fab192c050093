import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { followPush } from '../../src-shared/contract/follow.ts';
import type { Push } from '../../src-shared/contract/rpc.ts';
import type { DeskState } from '../../src-shared/contract/views.ts';
import type { Workstation } from '../../src-main/core/workstation.ts';
import { TestDesk } from '../kit/desk.ts';
import { packCommands } from './pack-commands.ts';

let desk = new TestDesk();
afterAll(() => desk.dispose());
const { pack } = desk.pack;

type Opened = ReturnType<Workstation['parts']['projection']['open']>;

/** A window: opens, follows what it is told, and opens again when it missed something. */
class Follower {
  shown: Opened;
  missed = false;
  #late: Push[] = [];
  readonly #listening;

  constructor() {
    this.shown = this.#open();
    this.#listening = desk.workstation.parts.projection.onPush((push) => this.#late.push(sent(push)));
  }

  /** What was told reaches the window. */
  follow(): DeskState {
    for (const push of this.#late.splice(0)) {
      if (push.revision <= this.shown.revision) continue;
      if (push.revision === this.shown.revision + 1) {
        this.shown = { ...followPush(this.shown, push), revision: push.revision };
      } else this.shown = this.#open();
    }
    return without(this.shown);
  }

  /** What was told on the way is lost. */
  miss(): void {
    this.missed ||= this.#late.length > 0;
    this.#late = [];
  }

  leave(): void {
    this.#listening.dispose();
  }

  #open(): Opened {
    return sent(desk.workstation.parts.projection.open());
  }
}

function sent<T>(message: T): T {
  return JSON.parse(JSON.stringify(message)) as T;
}

function without({ revision: _, ...shown }: Opened): DeskState {
  return shown;
}

type Deed =
  | {
      readonly do: 'command';
      readonly of: number;
      readonly command: Parameters<Workstation['parts']['contacts']['command']>[1];
    }
  | { readonly do: 'open'; readonly channel: 'call' | 'chat'; readonly phone: string; readonly outbound: boolean }
  | { readonly do: 'edit'; readonly of: number; readonly field: string; readonly value: string }
  | { readonly do: 'promise' | 'withdraw' | 'dial' | 'settle' | 'focus' | 'finish' | 'miss'; readonly of: number }
  | { readonly do: 'pass' | 'set' | 'sleep'; readonly ms: number }
  | { readonly do: 'refuse' | 'window' | 'look' };

const of = fc.nat(6);
const fields = ['customer.surname', 'customer.phone', 'customer.title', pack.commonFields[0]!.id];
const deeds: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('command' as const), of, command: packCommands(pack) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('command' as const),
      of,
      command: fc.constantFrom(
        { type: 'answer' } as const,
        { type: 'reach', party: 'customer' } as const,
        { type: 'fail-attempt', outcome: 'no-answer' } as const,
        { type: 'end', by: 'customer' } as const,
        { type: 'close', leaveToBeCompleted: true } as const,
        { type: 'undo-close' } as const,
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('open' as const),
      channel: fc.constantFrom('call' as const, 'chat' as const),
      phone: fc.constantFrom('', '13800000001', '138 0000 0001', '13800000002'),
      outbound: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      of,
      field: fc.constantFrom(...fields),
      value: fc.constantFrom('', '林', '13800000001', 'ms'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom(...(['promise', 'withdraw', 'dial', 'settle', 'focus', 'finish', 'miss'] as const)),
      of,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(10, 3_000, 61_000, 7_200_000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('set' as const, 'sleep' as const),
      ms: fc.constantFrom(4_000, 90_000, 7_200_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('set' as const), ms: fc.constantFrom(-4_000, -90_000, -7_200_000) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom(...(['refuse', 'window', 'look'] as const)) }) },
);

/** It becomes no revision: only the draft goes. */
const TYPED_AND_TAKEN_BACK: Deed[] = [
  { do: 'open', channel: 'call', phone: '', outbound: true },
  { do: 'edit', of: 0, field: 'facts', value: '' },
  { do: 'pass', ms: 61_000 },
];

const TAKEN_BACK_WHERE_A_COUNTDOWN_TELLS: Deed[] = [
  { do: 'open', channel: 'chat', phone: '13800000001', outbound: true },
  { do: 'edit', of: 0, field: 'customer.phone', value: '' },
  { do: 'settle', of: 0 },
  { do: 'edit', of: 0, field: 'customer.phone', value: 'ms' },
  { do: 'look' },
  { do: 'edit', of: 0, field: 'customer.phone', value: '' },
  { do: 'settle', of: 0 },
];

/** By the clock as it is then, the close can be undone no more. */
const CLOSED_BY_ANOTHER_CLOCK: Deed[] = [
  { do: 'open', channel: 'call', phone: '', outbound: false },
  { do: 'finish', of: 0 },
  { do: 'set', ms: -7_200_000 },
];

test('whatever is done, every window shows what is on the disk', () => {
  fc.assert(
    fc.property(fc.array(deeds, { maxLength: 30 }), (steps) => {
      desk.dispose();
      desk = new TestDesk();
      desk.database.pragma('synchronous=OFF');
      const windows = [new Follower()];
      for (const [at, step] of [...steps, { do: 'look' } as const].entries()) {
        perform(step, windows, at);
        desk.workstation.parts.store.tellNews();
      }
      for (const each of windows) each.leave();
    }),
    {
      numRuns: 40,
      examples: [[TYPED_AND_TAKEN_BACK], [TAKEN_BACK_WHERE_A_COUNTDOWN_TELLS], [CLOSED_BY_ANOTHER_CLOCK]],
    },
  );
});

function perform(step: Deed, windows: Follower[], at: number): void {
  const { contacts, promises, callbacks, cases, log, focus, store, projection } = desk.workstation.parts;
  const known = desk.database.prepare<[], string>('SELECT id FROM contact ORDER BY rowid DESC').pluck().all();
  const contact = 'of' in step ? log.get(known[step.of % Math.max(1, known.length)] as never) : null;
  const promised = callbacks.list('all', null, 200).items;
  const callback = 'of' in step ? promised[step.of % Math.max(1, promised.length)] : undefined;
  switch (step.do) {
    case 'command':
      if (contact !== null) contacts.command(contact.id, step.command);
      return;
    case 'open':
      contacts.open({
        ...{ channel: step.channel, direction: step.outbound ? 'outbound' : 'inbound' },
        ...{ phone: step.phone, callbackId: null },
      });
      return;
    case 'edit':
      if (contact?.caseId) cases.edit(contact.caseId, step.field, step.value);
      return;
    case 'settle':
      if (contact?.caseId) cases.settle(contact.caseId);
      return;
    case 'promise':
      if (contact !== null) promises.promise(contact.id, desk.clock.wall() + 600_000 * (1 + (at % 7)), `第${at}项`);
      return;
    case 'withdraw':
      if (callback !== undefined) promises.withdraw(callback.id);
      return;
    case 'dial':
      if (callback === undefined) return;
      contacts.open({ channel: 'call', direction: 'outbound', phone: '', callbackId: callback.id });
      return;
    case 'finish':
      if (contact === null) return;
      contacts.command(contact.id, { type: 'answer' });
      contacts.command(contact.id, { type: 'end', by: 'customer' });
      contacts.command(contact.id, { type: 'close', leaveToBeCompleted: true });
      return;
    case 'miss':
      windows[step.of % windows.length]!.miss();
      return;
    case 'focus':
      if (contact !== null) focus.set(contact.id);
      return;
    case 'pass':
      desk.clock.pass(step.ms);
      return;
    case 'set':
      desk.clock.set(step.ms);
      return;
    case 'sleep':
      desk.clock.sleep(step.ms);
      return;
    case 'refuse':
      desk.database.exec(`CREATE TEMP TRIGGER refusal BEFORE INSERT ON outbox WHEN NEW.dev_seq % 3 = 0
        BEGIN SELECT RAISE(FAIL, 'refused'); END`);
      contacts.open({ channel: 'chat', direction: 'inbound', phone: '', callbackId: null });
      desk.clock.pass(3_000);
      desk.database.exec('DROP TRIGGER refusal');
      return;
    case 'window':
      windows.push(new Follower());
      return;
    case 'look': {
      // What is due by now is done first, so that all look at the same moment.
      desk.host.resume();
      store.tellNews();
      // Any push tells of a gap.
      if (windows.some(({ missed }) => missed)) projection.setBreak(at % 2 === 0);
      const shown = windows.map((each) => each.follow());
      store.forget();
      const { revision: _, ...truth } = sent(projection.open());
      for (const each of shown) expect(each).toEqual(truth);
      expect(desk.host.late).toBe(truth.countdowns.filter(late).length);
    }
  }
}

function late({ kind, phase }: DeskState['countdowns'][number]): boolean {
  return phase === 'due' && (kind === 'callback' || kind === 'target');
}
