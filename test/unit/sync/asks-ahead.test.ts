import { afterEach, beforeEach, expect, test } from 'vitest';
import { fail, type Result } from '#shared/base/result.ts';
import type { CaseId } from '#shared/base/ids.ts';
import type { ExchangeReply, ExchangeRequest } from '#shared/domain/sync/exchange.ts';
import type { Transport, TransportFailure } from '#core/sync/transport.ts';
import { call, edit, fieldsOf } from '#kit/desk-work.ts';
import type { TestDesk } from '#kit/desk.ts';
import { Branch } from '#kit/service/branch.ts';

let branch: Branch;
beforeEach(async () => {
  branch = await Branch.open();
});
afterEach(() => branch.dispose());

type Answer = Promise<Result<ExchangeReply, TransportFailure>>;

/** Each is more than half of what goes into one push. */
const text = (time: number): string => '长'.repeat(400_000 + time);
const LAST = 4;

/** A desk that comes back with several pushes; what it sends goes through `way`, which is told how much waited at the desk then. */
async function returning(way: (send: () => Answer, request: ExchangeRequest, pending: number) => Answer): Promise<{
  readonly desk: TestDesk;
  readonly caseId: CaseId;
}> {
  const plain = branch.central.transport('1');
  let watches = false;
  const transport: Transport = {
    ...plain,
    exchange: (enrolled, request) => {
      const send = (): Answer => plain.exchange(enrolled, request);
      return watches ? way(send, request, desk.workstation.parts.sync.view().pending) : send();
    },
  };
  const desk = await branch.joined('周宁', transport);
  await branch.settle();
  branch.central.reachable = false;
  const caseId = await call(desk);
  for (let time = 1; time <= LAST; time += 1) await edit(desk, caseId, 'facts', text(time));
  branch.central.reachable = true;
  watches = true;
  return { desk, caseId };
}

async function everybodyHas(desk: TestDesk, caseId: CaseId): Promise<void> {
  await branch.settle();
  expect(desk.state().sync).toMatchObject({ phase: 'current', pending: 0, quarantined: 0, conflicts: 0 });
  const bo = await branch.joined('林珊');
  await branch.settle();
  for (const each of [desk, bo]) expect((await fieldsOf(each, caseId)).facts).toHaveLength(text(LAST).length);
}

const lastOf = ({ push }: ExchangeRequest): number => push?.ops.at(-1)?.seq ?? 0;

test('a desk that comes back sends its next push before it has taken in the reply to the one before', async () => {
  const sent: { readonly last: number; readonly pending: number }[] = [];
  const { desk, caseId } = await returning((send, request, pending) => {
    sent.push({ last: lastOf(request), pending });
    return send();
  });
  const all = desk.workstation.parts.store.journal.lastSeq();
  await everybodyHas(desk, caseId);
  const [first, second] = sent;
  expect(first).toMatchObject({ pending: expect.any(Number) as number });
  // Nothing was acknowledged yet, and the ops after the first push were on their way.
  expect(second?.pending).toBe(first?.pending);
  expect(second?.last).toBeGreaterThan(first?.last ?? all);
  // Each op went once.
  const lasts = sent.map(({ last }) => last).filter((last) => last > 0);
  expect(lasts).toEqual([...new Set(lasts)].sort((a, b) => a - b));
  expect(lasts.at(-1)).toBe(all);
});

test('a push sent ahead that never arrives is sent again', async () => {
  let lost = 0;
  const { desk, caseId } = await returning((send, request, pending) => {
    const isAhead = request.acknowledged > desk.workstation.parts.store.journal.lastSeq() - pending;
    if (!isAhead || lost > 0) return send();
    lost += 1;
    return Promise.resolve(fail({ code: 'unreachable' }));
  });
  await everybodyHas(desk, caseId);
  expect(lost).toBe(1);
});

test('the answer to a push sent ahead is not taken in when the one before was not', async () => {
  let refused = 0;
  const { desk, caseId } = await returning((send, request, pending) => {
    const { store } = desk.workstation.parts;
    const isAhead = request.acknowledged > store.journal.lastSeq() - pending;
    if (isAhead && refused === 0) {
      refused += 1;
      // The disk refuses what comes next: the reply to the push before.
      const write = store.write.bind(store);
      store.write = () => {
        store.write = write;
        return fail({ code: 'storage-failed' });
      };
    }
    return send();
  });
  await everybodyHas(desk, caseId);
  expect(refused).toBe(1);
});
