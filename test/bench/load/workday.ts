import { writePush } from '#shared/contract/sync/ops.ts';
import type { ContactEvent } from '#shared/domain/contact/event.ts';
import { CHAIN_START, type Change, type Op, type Values } from '#shared/domain/sync/op.ts';
import { sampleCase } from '../sync/sample-case.mjs';
import type { Member } from './members.ts';

/** So many ops make one contact with its case. */
export const OPS_OF_A_CONTACT = 15;
/** Rows that these leave: the rest are edits of them. */
export const ROWS_OF_A_CONTACT = 11;
const START = 1_772_000_000_000;
const MINUTE = 60_000;

/** What a desk did while it had no service, chained and numbered as its outbox has it; on the wire in one push. */
export function workday({ device, home }: Member, contacts: number): string {
  const ops: Op[] = [];
  for (let n = 0; n < contacts; n += 1) {
    for (const transaction of contact(device, n)) {
      for (const [at, change] of transaction.entries()) {
        const place = { seq: ops.length + 1, wall: START + n * 5 * MINUTE + at, counter: 0, stream: home, base: 0 };
        ops.push({ ...change, ...place, last: at === transaction.length - 1 });
      }
    }
  }
  return JSON.stringify(writePush({ ops, prev: CHAIN_START }));
}

/** Each inner list is one transaction of the desk. */
function contact(device: string, n: number): readonly (readonly Change[])[] {
  const { surname, phone, product, facts, number, owner, packHash } = sampleCase(n);
  const idOf = (kind: number): string => `${device.slice(0, 24)}${String(kind)}${String(n).padStart(11, '0')}`;
  const [customer, matter, own] = [idOf(1), idOf(2), idOf(3)];
  const at = START + n * 5 * MINUTE;
  let events = 0;
  const event = (said: ContactEvent): Change => {
    events += 1;
    return { entity: 'contact-event', id: own, kind: 'append', body: { seq: events, at, event: said } };
  };
  const edit = (body: Values): Change => ({ entity: 'case', id: matter, kind: 'update', body });
  const revision = (field: string, value: string): Change => ({
    ...{ entity: 'case-revision', id: matter, kind: 'append' },
    body: { field, before: '', value, at, by: owner, contactId: own },
  });
  const made = (entity: string, id: string, body: Values): Change => ({ entity, id, kind: 'insert', body });
  return [
    [
      made('customer', customer, { surname, phone, createdAt: at }),
      made('case', matter, {
        ...{ number: `${number}-${device.slice(0, 8)}`, customerId: customer, scenario: null, status: 'open' },
        ...{ owner, packHash, openedAt: at },
      }),
      made('contact', own, { caseId: matter, phone, packHash, openedAt: at, agent: owner }),
      event({ type: 'opened', channel: 'call', direction: 'inbound', scenario: null, callback: null }),
      event({ type: 'answered', rings: 2, afterMs: 4_200, stage: 'greeting' }),
    ],
    [event({ type: 'stage-entered', stage: 'listening' })],
    [event({ type: 'line-used', line: 'greeting-1', via: 'spoken' })],
    [edit({ 'fields.facts': facts }), revision('facts', facts)],
    [edit({ 'fields.product': product }), revision('product', product)],
    [event({ type: 'classified', scenario: 'issue' }), edit({ scenario: 'issue' })],
    [event({ type: 'ended', by: 'customer' }), edit({ status: 'done' })],
  ];
}
