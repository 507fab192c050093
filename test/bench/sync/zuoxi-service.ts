import { hash } from 'node:crypto';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { entities } from '#shared/domain/sync/entities.ts';
import { CHAIN_START, hashOp, type Op } from '#shared/domain/sync/op.ts';
import { serveExchange } from '#shared/domain/sync/service/exchange.ts';
import { readConfig } from '../../../src-service/config.ts';
import { makeCode } from '../../../src-service/identity/codes.ts';
import { addDevice, branchStream, grantsFor } from '../../../src-service/identity/devices.ts';
import { serviceLog } from '../../../src-service/log.ts';
import { systemRandomness } from '../../../src-service/randomness.ts';
import { startService, type Service } from '../../../src-service/service.ts';
import { systemClock } from '../../../src-service/system-clock.ts';
import { answer } from './answer.mjs';
import { sampleCase } from './sample-case.mjs';

const BRANCH = 'hz';
const OPS = 500;
const sha256 = (text: string): string => hash('sha256', text);
let service: Service | null = null;

/** The real service on its embedded database, as `npm run service` starts it. */
async function open({ folder }: { readonly folder: string }): Promise<string> {
  const config = readConfig({}, { port: '0', dataFolder: folder, logLevel: 'error' });
  if (!config.ok) throw new Error(canonicalJson(config.error));
  const log = serviceLog(config.value.logLevel, { write: () => undefined });
  const started = await startService({ config: config.value, clock: systemClock, random: systemRandomness, log });
  if (!started.ok) throw new Error(canonicalJson(started.error));
  service = started.value;
  return service.address;
}

function running(): Service {
  if (service === null) throw new Error('not open');
  return service;
}

function ticket(): Promise<string> {
  const { database, secrets, random } = running().parts;
  const wish = { role: 'agent', branch: BRANCH, branches: [], label: 'bench' } as const;
  return makeCode({ sql: database, seal: secrets.seal, random }, wish, systemClock.wall() + 3_600_000);
}

/** Cases as a desk would have pushed them: through the rules of merge, chained, batch after batch. */
async function seed({ from, count }: { readonly from: number; readonly count: number }): Promise<void> {
  const { database } = running().parts;
  const id = `seeding-${String(from)}`;
  const home = branchStream(BRANCH);
  let epoch: string | null = null;
  const device = {
    id,
    label: '',
    publicKey: id,
    branch: BRANCH,
    role: 'agent',
    home,
    grants: grantsFor('agent', [BRANCH]),
  };
  await addDevice(database, device as Parameters<typeof addDevice>[1], systemClock.wall());
  let [seq, prev, acknowledged] = [0, CHAIN_START, 0];
  const parts = { store: database, entities, sha256, now: () => systemClock.wall(), pullLimit: 0 };
  for (let at = from; at < from + count;) {
    const first = prev;
    const ops: Op[] = [];
    for (; ops.length < OPS && at < from + count; at += 1) {
      for (const change of changesOf(at)) {
        seq += 1;
        const op = { ...change, seq, wall: systemClock.wall(), counter: seq, base: 0, stream: home, last: true } as Op;
        prev = hashOp(id, op, prev, sha256);
        ops.push(op);
      }
    }
    const push = { prev: first, ops };
    const reply = await serveExchange(parts, {
      ...{ device: id, now: systemClock.wall(), epoch, cursors: {}, acknowledged, push, testimony: [] },
    });
    if (reply.kind !== 'exchanged' || reply.lastSeq !== seq) throw new Error(`not taken: ${canonicalJson(reply)}`);
    acknowledged = seq;
    epoch = reply.epoch;
  }
}

function changesOf(n: number): readonly Pick<Op, 'entity' | 'id' | 'kind' | 'body'>[] {
  const { surname, phone, facts, ...row } = sampleCase(n);
  const customerId = `customer-${String(n)}`;
  const createdAt = row.openedAt;
  return [
    { entity: 'customer', id: customerId, kind: 'insert', body: { surname, phone, createdAt } },
    {
      ...{ entity: 'case', id: `case-${String(n)}`, kind: 'insert' },
      body: { ...row, customerId, scenario: 'consult', 'fields.facts': facts },
    },
  ];
}

answer({ open, ticket, seed });
