import express from 'express';
import expressPouchdb from 'express-pouchdb';
import PouchDB from 'pouchdb';
import { answer } from '../answer.mjs';
import { sampleCase, sampleId } from '../sample-case.mjs';

let cases;

answer({
  open: ({ folder }) => {
    const Stored = PouchDB.defaults({ prefix: `${folder}/service-` });
    cases = new Stored('cases');
    const app = express();
    const options = { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: `${folder}/pouchdb.log` };
    app.use('/', expressPouchdb(Stored, options));
    return new Promise((resolve) => {
      const server = app.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`));
    });
  },
  ticket: () => '',
  seed: async ({ cases: count }) => {
    for (let at = 0; at < count; at += 2_000) {
      const length = Math.min(2_000, count - at);
      await cases.bulkDocs(
        Array.from({ length }, (_, n) => ({ _id: sampleId('case', at + n), ...sampleCase(at + n) })),
      );
    }
  },
});
