import { createRxDatabase } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { Subject } from 'rxjs';
import { answer } from '../answer.mjs';
import { sampleCase, sampleId } from '../sample-case.mjs';

const text = { type: 'string' };
const schema = {
  ...{ version: 0, primaryKey: 'id', type: 'object' },
  properties: {
    ...{
      id: { type: 'string', maxLength: 40 },
      number: text,
      surname: text,
      phone: text,
      scenario: text,
      status: text,
    },
    ...{ owner: text, openedAt: { type: 'number' }, packHash: text, product: text, facts: text, remedy: text },
    updatedAt: { type: 'number' },
  },
};
const idOf = (n) => sampleId('case', n);
let cases;
let address;

async function ask(path, body) {
  const answered = await fetch(`${address}${path}`, { method: 'POST', body: JSON.stringify(body) });
  return answered.json();
}

function replicate(live, stream$) {
  return replicateRxCollection({
    ...{ collection: cases, replicationIdentifier: 'cases', live, retryTime: 100 },
    pull: {
      batchSize: 1_000,
      handler: (checkpoint, limit) => ask('/pull', { at: checkpoint?.at ?? 0, limit }),
      ...(stream$ && { stream$ }),
    },
    push: { batchSize: 1_000, handler: (changes) => ask('/push', changes) },
  });
}

async function listen(stream$) {
  const answered = await fetch(`${address}/stream`);
  let rest = '';
  for await (const chunk of answered.body.pipeThrough(new TextDecoderStream())) {
    const events = (rest + chunk).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) stream$.next(JSON.parse(event.slice('data: '.length)));
  }
}

answer({
  open: async ({ address: given }) => {
    address = given;
    // What is durable costs money there: this keeps everything in memory and never waits for a disk.
    const database = await createRxDatabase({ name: 'desk', storage: getRxStorageMemory(), multiInstance: false });
    ({ cases } = await database.addCollections({ cases: { schema } }));
  },
  firstSync: async () => {
    const replication = replicate(false);
    await replication.awaitInitialReplication();
    return cases.count().exec();
  },
  make: async ({ from, count }) => {
    for (let at = from; at < from + count; at += 2_000) {
      const length = Math.min(2_000, from + count - at);
      await cases.bulkInsert(
        Array.from({ length }, (_, n) => ({ id: idOf(at + n), ...sampleCase(at + n), updatedAt: 0 })),
      );
    }
    return count;
  },
  push: () => replicate(false).awaitInitialReplication(),
  live: async () => {
    const stream$ = new Subject();
    void listen(stream$);
    await replicate(true, stream$).awaitInitialReplication();
  },
  edit: async ({ n, text: facts }) => {
    const doc = await cases.findOne(idOf(n)).exec();
    await doc.incrementalPatch({ facts });
  },
  sees: ({ n, text: facts }) =>
    new Promise((resolve) => {
      const subscription = cases.findOne(idOf(n)).$.subscribe((doc) => {
        if (doc?.facts !== facts) return;
        queueMicrotask(() => subscription.unsubscribe());
        resolve();
      });
    }),
});
