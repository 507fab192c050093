import { describe, expect } from 'vitest';
import { loadEnrolled } from '#core/sync/status.ts';
import type { TestDesk } from '#kit/desk.ts';
import { call, edit, fieldsOf } from '#kit/desk-work.ts';
import { knownBy } from '#kit/service/alike.ts';
import { test } from '#kit/service/branch-test.ts';
import { always, history, shortHistory, streamsOf } from './histories.ts';
import { WatchedLink } from './watched-link.ts';

const headOf = (desk: TestDesk): number | undefined => loadEnrolled(desk.database)?.status.cursors['branch:1']?.seq;

describe('a desk that took the image', () => {
  test('has every table as the desk that pulled, and the same digests', async ({ branch }) => {
    await history(branch);
    const pulled = await branch.joined('拉');
    await branch.settle();
    always(branch);
    const watch = new WatchedLink(branch);
    const imaged = await branch.joined('像', watch.transport);
    await branch.settle();
    expect(watch.images).toBe(1);
    expect(watch.pulledFrom).toBe(headOf(pulled));
    expect(imaged.state().sync).toMatchObject({ phase: 'current', pending: 0, conflicts: 1 });
    const [mine, theirs] = [knownBy(imaged.database), knownBy(pulled.database)];
    expect(Object.keys(mine).length).toBeGreaterThan(12);
    expect((mine.contact_event as unknown[]).length).toBeGreaterThan(10);
    expect((mine.conflict as unknown[]).length).toBe(1);
    expect(mine).toEqual(theirs);
    expect(imaged.database.pragma('foreign_key_check')).toEqual([]);
  });

  test('goes on from there: later edits come by pulling, on both sides', async ({ branch }) => {
    const caseId = await history(branch);
    always(branch);
    const watch = new WatchedLink(branch);
    const imaged = await branch.joined('像', watch.transport);
    await branch.settle();
    await edit(imaged, caseId, 'facts', '后来写的');
    await branch.settle();
    for (const desk of branch.desks) expect(await fieldsOf(desk, caseId)).toMatchObject({ facts: '后来写的' });
    expect(watch.images).toBe(1);
    expect(watch.pulledFrom).toBeGreaterThan(0);
    const [first, ...rest] = branch.desks.map((desk) => knownBy(desk.database).cursors);
    for (const cursors of rest) expect(cursors).toEqual(first);
  });

  test('keeps what it did alone before, and hands it over', async ({ branch }) => {
    await history(branch);
    always(branch);
    const watch = new WatchedLink(branch);
    const alone = await branch.desk('独', watch.transport);
    const own = await call(alone, '13800009999');
    await edit(alone, own, 'facts', '还没有人知道');
    await branch.join(alone);
    await branch.settle();
    expect(watch.pulledFrom).toBeGreaterThan(0);
    expect(alone.state().sync).toMatchObject({ phase: 'current', pending: 0, quarantined: 0 });
    for (const desk of branch.desks) expect(await fieldsOf(desk, own)).toMatchObject({ facts: '还没有人知道' });
  });
});

test('rows that no program makes wait as they would behind a pull, and two things of one number are both there', async ({
  branch,
}) => {
  const { central, clock } = branch;
  const caseId = await shortHistory(branch);
  const bo = branch.desks[0]!;
  const of = bo.contact().id;
  const event = { type: 'silence-started' };
  for (const id of ['one', 'other'])
    await central.writes('contact-event', id, { of, seq: 91, at: clock.wall(), event });
  await central.writes('contact-event', 'newer', { of, seq: 92, at: clock.wall(), event: { type: 'hologram-shown' } });
  await central.writes('customer', 'half', { surname: '半' });
  await central.writes('case', caseId, { 'fields.model': ['M1'] });
  const pulled = await branch.joined('拉');
  await branch.settle();
  always(branch);
  const watch = new WatchedLink(branch);
  const imaged = await branch.joined('像', watch.transport);
  await branch.settle();
  expect(watch.pulledFrom).toBe(headOf(bo));
  expect(streamsOf(imaged)).toEqual(streamsOf(bo));
  const [mine, theirs] = [knownBy(imaged.database), knownBy(pulled.database)];
  for (const table of ['contact_event', 'service_case', 'customer', 'row_version'])
    expect(mine[table]).toEqual(theirs[table]);
  const count = (desk: TestDesk, from: string): unknown =>
    desk.database.prepare(`SELECT count(*) FROM ${from}`).pluck().get();
  for (const desk of [imaged, bo]) {
    expect(count(desk, 'contact_event WHERE seq = 91')).toBe(2);
    expect(count(desk, 'contact_event WHERE seq = 92')).toBe(0);
    expect(await fieldsOf(desk, caseId)).toEqual({ facts: '耳机左边没有声音' });
  }
  expect(imaged.database.pragma('foreign_key_check')).toEqual([]);
});

test('an edit of a value that waits for a newer program has not seen it, however late the rest of its row is', async ({
  branch,
}) => {
  const caseId = await shortHistory(branch);
  await branch.central.writes('case', caseId, { 'fields.model': ['M1'] });
  await branch.settle();
  await edit(branch.desks[0]!, caseId, 'facts', '后来写的');
  await branch.settle();
  always(branch);
  const watch = new WatchedLink(branch);
  const imaged = await branch.joined('像', watch.transport);
  await branch.settle();
  expect(watch.images).toBe(1);
  await edit(imaged, caseId, 'model', 'M2');
  await branch.settle();
  expect(imaged.state().sync).toMatchObject({ pending: 0, conflicts: 1 });
});
