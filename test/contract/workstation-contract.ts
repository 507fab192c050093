import { changedPack } from '#kit/changed-pack.ts';
import { withRemedies } from '#kit/remedy-pack.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { followPush } from '#shared/contract/follow.ts';
import { requests, type Method, type Push } from '#shared/contract/rpc.ts';
import type { DeskState } from '#shared/contract/views.ts';
import type { Wire } from '#core/wire/wire.ts';
import { databasePrint } from '#kit/database-print.ts';
import { TestDesk } from '#kit/desk.ts';
import { WireClient } from '#kit/wire-client.ts';
import { answers, pushSchema } from './answers.ts';
import { examples, spoil } from './spoiled.ts';
import { walk } from './walk.ts';

/**
 * What a desk by itself cannot do; `test/unit/sync` and `desk-to-service.test.ts` do it with a service and another desk. And what would
 * leave nothing to walk on; `sample.test.ts` does that.
 */
const NOT_ON_THE_WALK: readonly Method[] = [
  ...(['callback.take', 'sync.enrol', 'sync.settle', 'parcel.part', 'desk.startEmpty'] as const),
];

/** A kind of wire, laid to one workstation: each call of `window` is another window with a wire of its own. */
export interface Laid {
  window(): Promise<Wire>;
  close(): Promise<void>;
}
export type LayWire = (desk: TestDesk) => Promise<Laid>;

const METHODS = Object.keys(requests) as Method[];

/** What every wire must give alike; run once for each. */
export function workstationContract(name: string, lay: LayWire): void {
  describe(name, () => {
    let desk: TestDesk;
    let laid: Laid;
    let wire: Wire;
    let window: WireClient;
    beforeEach(async () => {
      desk = new TestDesk({ pack: changedPack(withRemedies) });
      laid = await lay(desk);
      wire = await laid.window();
      window = new WireClient(wire);
    });
    afterEach(async () => {
      await laid.close();
      desk.dispose();
    });

    test('every method answers in the shape that the contract promises', async () => {
      const answered = new Set<Method>();
      const ask = async (method: Method, payload: unknown): Promise<Record<string, unknown>> => {
        const answer = (await window.ask(method, payload)) as { ok: boolean; value?: unknown };
        expect(answer, `${method} ${JSON.stringify(answer).slice(0, 200)}`).toMatchObject({ ok: true });
        expect(answers[method].safeParse(answer.value).error?.issues ?? [], method).toEqual([]);
        answered.add(method);
        return answer.value as Record<string, unknown>;
      };
      await walk(ask);
      expect([...answered, ...NOT_ON_THE_WALK].sort()).toEqual([...METHODS].sort());
      expect(window.pushes.flatMap((push) => pushSchema.safeParse(push).error?.issues ?? [])).toEqual([]);
    });

    test.each(METHODS)('%s refuses whatever is malformed, and nothing is written', async (method) => {
      await desk.setUp();
      const before = databasePrint(desk.database);
      const top = Object.keys(requests[method].shape);
      for (const { what, payload } of spoil(method)) {
        const answer = (await window.ask(method, payload)) as { error?: { facts?: { at?: string } } };
        const at = answer.error?.facts?.at ?? 'not told';
        expect(answer, what).toEqual({ ok: false, error: { code: 'malformed-request', facts: { method, at } } });
        expect(['', ...top], what).toContain(at);
      }
      expect(databasePrint(desk.database)).toEqual(before);
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      expect(await window.ask('case.list', examples['case.list'])).toMatchObject({ ok: true });
    });

    test('a method that the contract does not name is unknown, whatever it is called', async () => {
      const strings = ['', 'toString', '__proto__', 'constructor', 'hasOwnProperty', 'request', 'desk', 'desk.Open'];
      const others: unknown[] = [null, 5, true, ['desk.break'], { toString: null }, {}, [[]]];
      const before = databasePrint(desk.database);
      for (const method of [...strings, 'desk.open ', 'x'.repeat(65), 'desk.open'.repeat(100_000), ...others]) {
        const answer = await window.ask(method as string, { on: true });
        expect(answer, JSON.stringify(method).slice(0, 40)).toEqual({ ok: false, error: { code: 'unknown-method' } });
      }
      expect(databasePrint(desk.database)).toEqual(before);
    });

    test('a message that is no request of ours is refused where it can be answered, and the wire goes on', async () => {
      const got: unknown[] = [];
      wire.on((message) => got.push(message));
      const a = ['desk.break', { on: true }];
      const answerable = [
        { t: 'q', m: 'request', a: 'no list' },
        { t: 'q', m: 'request' },
        { t: 'q', m: 'request', a: [...a, 'third'] },
        { t: 'q', m: 'push', a },
        { t: 'q', m: '__proto__', a },
        { t: 'q', m: 'toString', a },
        { t: 'q', m: ['request'], a },
        { t: 'q', a },
      ];
      const unanswerable = [
        ...[null, 0, 'word', true, [], {}, [a], { t: 'x' }, { t: 'q' }, { t: 's' }],
        ...[
          { t: 's', i: 'nobody', r: true },
          { t: 's', i: 'nobody', e: 'x' },
          { t: 's', i: '__proto__', r: true },
        ],
        ...[
          { t: 'q', m: 'request', a, i: 7 },
          { t: 'q', m: 'request', a, i: 'x'.repeat(65) },
        ],
      ];
      for (const [index, message] of answerable.entries()) wire.post({ ...message, i: `id-${String(index)}` });
      for (const message of unanswerable) wire.post(message);
      expect(await window.ask('desk.open', { window: 'desk' })).toMatchObject({ ok: true, value: { onBreak: false } });
      const refused = { ok: false, error: { code: 'malformed-request' } };
      expect(got.filter((message) => (message as { i: string }).i.startsWith('id-'))).toEqual(
        answerable.map((_, index) => ({ t: 's', i: `id-${String(index)}`, r: refused })),
      );
    });

    test('failures look the same on each wire', async () => {
      await desk.setUp();
      const failures = await Promise.all(
        METHODS.map(async (method) => [method, await window.ask(method, examples[method])] as const),
      );
      const refused = failures.filter(([, answer]) => !(answer as { ok: boolean }).ok);
      const not = (what: string) => ({ ok: false, error: { code: `${what}-not-found` } });
      expect(Object.fromEntries(refused)).toEqual({
        'desk.setUp': { ok: false, error: { code: 'already-set-up' } },
        'desk.startEmpty': { ok: false, error: { code: 'nothing-to-do' } },
        'desk.press': { ok: false, error: { code: 'no-contact' } },
        'contact.focus': not('contact'),
        'contact.goOn': not('contact'),
        'contact.command': not('contact'),
        'line.use': not('contact'),
        'case.edit': not('case'),
        'case.classify': not('case'),
        'case.get': not('case'),
        'callback.promise': not('contact'),
        'remedy.grant': not('contact'),
        'contact.escalate': not('contact'),
        'callback.reschedule': not('callback'),
        'callback.withdraw': not('callback'),
        'callback.take': not('callback'),
        'sync.enrol': { ok: false, error: { code: 'enrolment-failed', facts: { reason: 'unreachable' } } },
        'sync.settle': not('conflict'),
        'parcel.part': { ok: false, error: { code: 'parcel-refused', facts: { reason: 'not-saved' } } },
      });
    });

    test('two windows are told the same, revision by revision without a gap', async () => {
      const second = new WireClient(await laid.window());
      const states = await Promise.all([openAt(window), openAt(second)]);
      const shown = [states[0], states[1]] as [Shown, Shown];
      const both = [window, second] as const;
      let turn = 0;
      await walk(async (method, payload) => {
        turn += 1;
        const answer = (await both[turn % 2]!.ask(method, payload)) as { value?: Record<string, unknown> };
        for (const index of [0, 1] as const) {
          // The answer comes behind every push that was sent before it.
          const truth = await openAt(both[index]);
          shown[index] = both[index].pushes.splice(0).reduce(follow, shown[index]);
          expect(shown[index], `window ${String(index + 1)} after ${method}`).toEqual(truth);
        }
        expect(shown[0]).toEqual(shown[1]);
        return answer.value ?? {};
      });
      expect(shown[0].revision).toBeGreaterThan(10);
    });
  });
}

type Shown = DeskState & { readonly revision: number };

async function openAt(window: WireClient): Promise<Shown> {
  const answer = await window.request('desk.open', { window: 'desk' });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

function follow(shown: Shown, push: Push): Shown {
  expect(push.revision).toBe(shown.revision + 1);
  return { ...followPush(shown, push), revision: push.revision };
}
