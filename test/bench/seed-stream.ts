import { phoneKey } from '#shared/domain/case/phone.ts';
import type { Values } from '#shared/domain/sync/op.ts';
import type { Mark, RowState } from '#shared/domain/sync/row.ts';
import { Workspace } from '#shared/domain/sync/service/workspace.ts';
import { zhPack } from '#kit/desk.ts';
import type { Database } from '../../src-service/storage/database.ts';

/** So many cases are one commit, as a desk brings them that was away for a while. */
const TOGETHER = 20;
const DESKS = 12;
const BEGAN = 1_772_000_000_000;

const idOf = (kind: 'a' | 'b', at: number): string =>
  `019${(0xc00_0000 + at).toString(16).padStart(8, '0').slice(0, 5)}-${at.toString(16).padStart(4, '0').slice(-4)}-7000-800${kind}-${at.toString(16).padStart(12, '0')}`;

const WORDS = [
  '左耳没有声音',
  '充电盒指示灯不亮',
  '换新后仍断连',
  '发票抬头开错',
  '物流三天没有更新',
  '要求改约到周六',
] as const;
const NAMES = ['王', '李', '欧阳', '张', '陈', '林'] as const;
const phoneOf = (at: number): string => phoneKey(`13${String((at * 7_919) % 1_000_000_000).padStart(9, '0')}`);
const pick = <T>(list: readonly [T, ...T[]], at: number): T => list[at % list.length] ?? list[0];

/** The `at`th customer with the case, both as a desk would have written them; whoever seeds another system takes the same. */
export function seededCase(at: number): {
  readonly customer: { readonly id: string; readonly values: Values };
  readonly matter: { readonly id: string; readonly values: Values };
} {
  const when = BEGAN + at * 60_000;
  const customer = {
    surname: pick(NAMES, at),
    surnameDeclined: false,
    title: 'ms',
    phone: phoneOf(at),
    createdAt: when,
  };
  const matter = {
    ...{
      number: `HZ-7QF3-${String(at).padStart(7, '0')}`,
      customerId: idOf('a', at),
      scenario: 'issue',
      status: 'done',
    },
    ...{ owner: `周宁${String(at % DESKS)}`, packHash: zhPack().hash, openedAt: when },
    'fields.product': `耳机 X${String(at % 50)}`,
    'fields.facts': `${pick(WORDS, at)}，${pick(WORDS, at * 7 + 1)}，订单 ${String(900_000_000 + at * 13)}`,
    'fields.remedy': pick(WORDS, at * 5 + 2),
  };
  return { customer: { id: idOf('a', at), values: customer }, matter: { id: idOf('b', at), values: matter } };
}

/** Fills a stream of a service with so many cases and their customers, through the rules that write commits. */
export async function seedStream(database: Database, stream: string, cases: number): Promise<void> {
  for (let from = 0; from < cases; from += TOGETHER) {
    await database.transaction(async (transaction) => {
      const workspace = new Workspace(transaction);
      for (let at = from; at < Math.min(cases, from + TOGETHER); at += 1) {
        const { customer, matter } = seededCase(at);
        put(workspace, stream, at, 'customer', customer);
        put(workspace, stream, at, 'case', matter);
      }
      await transaction.commit(workspace.writes());
    });
  }
}

function put(
  workspace: Workspace,
  stream: string,
  at: number,
  entity: string,
  { id, values }: { readonly id: string; readonly values: Values },
): void {
  const stamp = {
    wall: BEGAN + at * 60_000,
    counter: 0,
    device: `019c0000-0000-7000-8000-${String(at % DESKS).padStart(12, '0')}`,
    op: at + 1,
    name: `seeded-${String(at)}`,
  };
  const made: Mark = { seq: null, stamp };
  const row: RowState = { entity, id, stream, seq: 0, values, made, marks: {} };
  workspace.put(row, Object.keys(values));
}
