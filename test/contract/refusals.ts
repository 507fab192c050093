import { cpSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '#core/database/open.ts';
import { temporaryFolder, value } from '#kit/desk.ts';
import { startLoopback } from '#kit/loopback-process.ts';

/** Data folders of a desk that has worked: one that was stopped, and one that was killed and left its write-ahead log. */
export interface Templates {
  readonly stopped: string;
  readonly killed: string;
  remove(): void;
}

export async function workedIn(): Promise<Templates> {
  const stopped = temporaryFolder('stopped');
  const killed = temporaryFolder('killed');
  for (const folder of [stopped, killed]) {
    const desk = await startLoopback({ dataFolder: folder.path });
    const { client } = await desk.connect();
    const identity = { company: '云雀数码', department: '', agentName: '周宁', agentNumber: '' };
    await client.request('desk.setUp', { ...identity, sampleData: true });
    await (folder === killed ? desk.kill() : desk.stop());
  }
  return {
    ...{ stopped: stopped.path, killed: killed.path },
    remove: () => {
      stopped.remove();
      killed.remove();
    },
  };
}

export const databaseIn = (folder: string): string => join(folder, 'desk.sqlite');

/** Writes noise over some bytes, the same noise every time. */
export function scribble(file: string, from: number, length: number): void {
  const content = readFileSync(file);
  for (let at = from; at < Math.min(from + length, content.length); at += 1) content[at] = (at * 31 + 17) % 251;
  writeFileSync(file, content);
}

export function cut(file: string, length: number): void {
  truncateSync(file, length);
}

/** As a newer version of the desk would leave it; with its write-ahead log, if it crashed. */
export function fromTheFuture(folder: string, crashed: boolean): void {
  const key = Buffer.from(readFileSync(join(folder, 'desk.key'), 'utf8'), 'hex');
  const database = value(openDatabase(folder, key));
  database.pragma('user_version=9990');
  if (!crashed) {
    database.close();
    return;
  }
  const names = ['desk.sqlite', 'desk.sqlite-wal'];
  const copy = temporaryFolder('future');
  for (const name of names) cpSync(join(folder, name), join(copy.path, name));
  database.close();
  for (const name of names) cpSync(join(copy.path, name), join(folder, name));
  copy.remove();
}
