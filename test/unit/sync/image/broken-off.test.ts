import { cpSync, readdirSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect } from 'vitest';
import { fail } from '#shared/base/result.ts';
import type { Transport } from '#core/sync/transport.ts';
import { temporaryFolder, type TestDesk } from '#kit/desk.ts';
import { call, fieldsOf } from '#kit/desk-work.ts';
import { test } from '#kit/service/branch-test.ts';
import { always, shortHistory, streamsOf } from './histories.ts';
import { WatchedLink } from './watched-link.ts';

describe('taking in', () => {
  /** Runs in the transaction, when all of the image is written. */
  function atTheEnd(desk: TestDesk, run: () => void): void {
    let runs = 0;
    desk.database.function('moment', () => {
      runs += 1;
      if (runs === 1) run();
      return null;
    });
    desk.database.exec(`CREATE TEMP TRIGGER the_end AFTER UPDATE ON main.sync_status
      WHEN json_extract(new.status, '$.status.cursors."branch:1".seq') > 0 BEGIN SELECT moment(); END`);
  }

  const imagesIn = (folder: string): readonly string[] => readdirSync(folder).filter((name) => name.endsWith('.tmp'));
  const rowsOf = (desk: TestDesk): unknown =>
    desk.database.prepare('SELECT (SELECT count(*) FROM service_case), (SELECT count(*) FROM row_version)').raw().get();

  test('that is cut off by a crash has taken in nothing, and begins anew', async ({ branch }) => {
    const caseId = await shortHistory(branch);
    always(branch);
    const watch = new WatchedLink(branch);
    const desk = await branch.desk('崩', watch.transport);
    const left = temporaryFolder('left');
    atTheEnd(desk, () => cpSync(desk.folder.path, left.path, { recursive: true }));
    await branch.join(desk);
    await branch.settle();
    expect(imagesIn(left.path)).toHaveLength(1);
    branch.lose(desk);
    const after = branch.copyOf(left.path, watch.transport);
    left.remove();
    expect(rowsOf(after)).toEqual([0, 0]);
    expect(imagesIn(after.folder.path)).toEqual([]);
    await branch.settle();
    expect(watch.images).toBe(2);
    expect(watch.pulledFrom).toBeGreaterThan(0);
    expect(await fieldsOf(after, caseId)).toEqual({ facts: '耳机左边没有声音' });
    expect(streamsOf(after)).toEqual(streamsOf(branch.desks[0]!));
  });

  test('that the disk refuses at its end leaves nothing behind, also beside the database', async ({ branch }) => {
    const caseId = await shortHistory(branch);
    always(branch);
    const watch = new WatchedLink(branch);
    const desk = await branch.desk('满', watch.transport);
    let refused = false;
    atTheEnd(desk, () => {
      refused = true;
      throw new Database.SqliteError('the disk is full', 'SQLITE_FULL');
    });
    await branch.join(desk);
    await branch.settle();
    expect([refused, watch.images, watch.pulledFrom]).toEqual([true, 1, 0]);
    expect(imagesIn(desk.folder.path)).toEqual([]);
    expect(await fieldsOf(desk, caseId)).toEqual({ facts: '耳机左边没有声音' });
  });
});

test('a link that breaks in the middle: the next attempt goes on where it broke', async ({ branch }) => {
  await shortHistory(branch);
  always(branch);
  const asked: number[] = [];
  const watch = new WatchedLink(branch, (plain) => ({
    imageBytes: async (enrolled, sha256, from, take) => {
      asked.push(from);
      if (asked.length > 1) return plain.imageBytes(enrolled, sha256, from, take);
      await plain.imageBytes(enrolled, sha256, from, (part, at) => take(part.subarray(0, 1_000), at));
      return fail({ code: 'unreachable' });
    },
  }));
  const desk = await branch.joined('断', watch.transport);
  await branch.settle();
  expect(asked).toEqual([0, 1_000]);
  expect(watch.images).toBe(1);
  expect(watch.pulledFrom).toBeGreaterThan(0);
  expect(streamsOf(desk)).toEqual(streamsOf(branch.desks[0]!));
});

test.for<readonly [string, Partial<Transport>]>([
  ['it can be asked for', { image: () => Promise.resolve(fail({ code: 'unreachable' } as const)) }],
  ['its bytes come through', { imageBytes: () => Promise.resolve(fail({ code: 'unreachable' } as const)) }],
])(
  'a way on which everything but an image comes through keeps no desk away, whether or not %s',
  async ([, change], { branch }) => {
    const caseId = await shortHistory(branch);
    always(branch);
    const desk = await branch.desk('隔', new WatchedLink(branch, () => change).transport);
    const own = await call(desk, '13800009999');
    await branch.join(desk);
    await branch.settle();
    expect(desk.state().sync).toMatchObject({ phase: 'current', pending: 0 });
    expect(await fieldsOf(desk, caseId)).toEqual({ facts: '耳机左边没有声音' });
    expect((await branch.desks[0]!.do('case.get', { caseId: own })).id).toBe(own);
  },
);
