import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok } from '#shared/base/result.ts';
import { value, type TestDesk } from '#kit/desk.ts';
import { Branch } from '#kit/service/branch.ts';

/** Each of so many transactions is a push of its own: it is longer than a push may be otherwise. */
const TRANSACTIONS = 3;
const CASES = 260;

let branch: Branch;
beforeEach(async () => {
  branch = await Branch.open();
});
afterEach(() => branch.dispose());

interface Asked {
  /** What the request says that the desk has taken in, and what was on its disk then. */
  readonly said: number;
  readonly had: number;
}

/** A desk that comes back after days without a link, and is told of each request before it is sent. */
async function returning(onAsk: (desk: TestDesk, asked: Asked) => void): Promise<TestDesk> {
  const plain = branch.central.transport('1');
  const transport: typeof plain = {
    ...plain,
    exchange: (enrolled, request) => {
      onAsk(desk, { said: request.acknowledged, had: enrolled.status.acknowledged });
      return plain.exchange(enrolled, request);
    },
  };
  const desk: TestDesk = await branch.desk('周宁', transport);
  await branch.join(desk);
  await branch.settle();
  branch.central.reachable = false;
  const { store, cases, packs } = desk.workstation.parts;
  for (let part = 0; part < TRANSACTIONS; part += 1) {
    const made = store.write((unit) => {
      for (let n = 0; n < CASES; n += 1)
        cases.create(unit, {
          phone: String(13_800_000_000 + part * CASES + n),
          packHash: packs.active,
          scenario: null,
        });
      return ok();
    });
    value(made);
  }
  branch.central.reachable = true;
  return desk;
}

const casesThere = async (): Promise<unknown> =>
  (await branch.central.database.all(`SELECT count(*) AS count FROM projection WHERE entity = 'case'`))[0]?.count;

test('the next part of a long push is on its way before the answer to the one before is taken in', async () => {
  const all: Asked[] = [];
  const desk = await returning((_, asked) => all.push(asked));
  all.splice(0);
  await branch.settle();
  const ahead = all.filter(({ said, had }) => said > had);
  expect(ahead).toHaveLength(TRANSACTIONS - 1);
  expect(desk.state().sync).toMatchObject({ phase: 'current', pending: 0, quarantined: 0 });
  expect(await casesThere()).toBe(TRANSACTIONS * CASES);
});

test('where the disk refuses an answer, what was asked ahead of it counts for nothing', async () => {
  let refused = 0;
  const desk = await returning(({ workstation }, { said, had }) => {
    if (said === had || refused > 0) return;
    refused += 1;
    workstation.parts.store.closed = () => ({ code: 'internal' });
  });
  await branch.settle();
  expect(refused).toBe(1);
  expect(desk.state().sync).toMatchObject({ phase: 'offline' });
  desk.workstation.parts.store.closed = () => null;
  await branch.settle();
  expect(desk.state().sync).toMatchObject({ phase: 'current', pending: 0, quarantined: 0 });
  expect(await casesThere()).toBe(TRANSACTIONS * CASES);
});
