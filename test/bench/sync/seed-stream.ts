import type { Values } from '#shared/domain/sync/op.ts';
import type { Mark, RowState } from '#shared/domain/sync/row.ts';
import { Workspace } from '#shared/domain/sync/service/workspace.ts';
import type { Database } from '../../../src-service/storage/database.ts';
import { sampleCase, sampleId } from './sample-case.mjs';

/** So many cases are one commit, as a desk brings them that was away for a while. */
const TOGETHER = 20;
const DESKS = 12;

/** Fills a stream of a service with so many cases and their customers, through the rules that write commits. */
export async function seedStream(database: Database, stream: string, cases: number): Promise<void> {
  for (let from = 0; from < cases; from += TOGETHER) {
    await database.transaction(async (transaction) => {
      const workspace = new Workspace(transaction);
      for (let n = from; n < Math.min(cases, from + TOGETHER); n += 1) {
        const { surname, phone, product, facts, remedy, ...row } = sampleCase(n);
        const customerId = sampleId('customer', n);
        const customer = { surname, surnameDeclined: false, title: 'ms', phone, createdAt: row.openedAt };
        put(workspace, stream, n, { entity: 'customer', id: customerId }, customer);
        const fields = { 'fields.product': product, 'fields.facts': facts, 'fields.remedy': remedy };
        put(workspace, stream, n, { entity: 'case', id: sampleId('case', n) }, { ...row, customerId, ...fields });
      }
      await transaction.commit(workspace.writes());
    });
  }
}

function put(
  workspace: Workspace,
  stream: string,
  n: number,
  name: { readonly entity: string; readonly id: string },
  values: Values,
): void {
  const device = `019c0000-0000-7000-8000-${String(n % DESKS).padStart(12, '0')}`;
  const stamp = { wall: sampleCase(n).openedAt, counter: 0, device, op: n + 1, name: `${name.entity}-${String(n)}` };
  const made: Mark = { seq: null, stamp };
  const row: RowState = { ...name, stream, seq: 0, values, made, marks: {} };
  workspace.put(row, Object.keys(values));
}
