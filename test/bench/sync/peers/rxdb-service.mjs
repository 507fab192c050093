import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { answer } from '../answer.mjs';
import { sampleCase, sampleId } from '../sample-case.mjs';

// RxDB leaves the server to its user: this is the least that its documentation of replication over HTTP asks for, durable, on SQLite.
let database;
const listeners = new Set();
const columns = 'SELECT body FROM doc';
const rows = (statement, ...values) =>
  database
    .prepare(statement)
    .all(...values)
    .map(({ body }) => JSON.parse(body));

function put(doc) {
  const at = (database.prepare('SELECT max(at) AS at FROM doc').get().at ?? 0) + 1;
  const stored = { ...doc, updatedAt: at };
  const text = JSON.stringify(stored);
  database
    .prepare(
      'INSERT INTO doc (id, at, body) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at, body = excluded.body',
    )
    .run(doc.id, at, text);
  return stored;
}

function transaction(work) {
  database.exec('BEGIN IMMEDIATE');
  const value = work();
  database.exec('COMMIT');
  return value;
}

function pull({ at, limit }) {
  const documents = rows(`${columns} WHERE at > ? ORDER BY at LIMIT ?`, at, limit);
  return { documents, checkpoint: { at: documents.at(-1)?.updatedAt ?? at } };
}

function push(changes) {
  const conflicts = [];
  const stored = transaction(() =>
    changes.flatMap(({ newDocumentState, assumedMasterState }) => {
      const [now] = rows(`${columns} WHERE id = ?`, newDocumentState.id);
      if (now !== undefined && now.updatedAt !== assumedMasterState?.updatedAt) {
        conflicts.push(now);
        return [];
      }
      return [put(newDocumentState)];
    }),
  );
  if (stored.length > 0)
    for (const tell of listeners) tell({ documents: stored, checkpoint: { at: stored.at(-1).updatedAt } });
  return conflicts;
}

answer({
  open: ({ folder }) => {
    database = new DatabaseSync(`${folder}/service.sqlite`);
    database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL');
    database.exec('CREATE TABLE doc (id TEXT PRIMARY KEY, at INTEGER NOT NULL UNIQUE, body TEXT NOT NULL) STRICT');
    const server = createServer(async (request, response) => {
      if (request.url === '/stream') {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const tell = (event) => response.write(`data: ${JSON.stringify(event)}\n\n`);
        listeners.add(tell);
        request.on('close', () => listeners.delete(tell));
        return;
      }
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = JSON.parse(Buffer.concat(chunks).toString());
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(request.url === '/pull' ? pull(body) : push(body)));
    });
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`));
    });
  },
  ticket: () => '',
  seed: ({ cases }) =>
    transaction(() => {
      const insert = database.prepare('INSERT INTO doc (id, at, body) VALUES (?, ?, ?)');
      for (let n = 0; n < cases; n += 1) {
        const id = sampleId('case', n);
        insert.run(id, n + 1, JSON.stringify({ id, ...sampleCase(n), updatedAt: n + 1, _deleted: false }));
      }
    }),
});
