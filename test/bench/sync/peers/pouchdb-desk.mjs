import PouchDB from 'pouchdb';
import { answer } from '../answer.mjs';
import { sampleCase, sampleId } from '../sample-case.mjs';

// Its own default is 100; this is the size at which it was quickest here.
const BATCH = { batch_size: 1_000, batches_limit: 10 };
const idOf = (n) => sampleId('case', n);
let local;
let remote;
let live = null;

answer({
  open: ({ folder, address }) => {
    local = new (PouchDB.defaults({ prefix: `${folder}/desk-` }))('cases');
    remote = new PouchDB(`${address}/cases`);
  },
  firstSync: async () => {
    await local.replicate.from(remote, BATCH);
    return (await local.info()).doc_count;
  },
  make: async ({ from, count }) => {
    for (let at = from; at < from + count; at += 2_000) {
      const length = Math.min(2_000, from + count - at);
      await local.bulkDocs(Array.from({ length }, (_, n) => ({ _id: idOf(at + n), ...sampleCase(at + n) })));
    }
    return count;
  },
  push: async () => {
    await local.replicate.to(remote, BATCH);
  },
  live: () => {
    live = local.sync(remote, { live: true, retry: true });
    live.on('error', () => undefined);
  },
  edit: async ({ n, text }) => {
    await local.put({ ...(await local.get(idOf(n))), facts: text });
  },
  sees: async ({ n, text }) => {
    if ((await local.get(idOf(n)).catch(() => null))?.facts === text) return;
    await new Promise((resolve) => {
      const changes = local.changes({ live: true, include_docs: true, since: 'now' });
      const look = (doc) => {
        if (doc?.facts !== text) return;
        changes.cancel();
        resolve();
      };
      changes.on('change', ({ doc }) => look(doc));
      local.get(idOf(n)).then(look, () => undefined);
    });
  },
});
