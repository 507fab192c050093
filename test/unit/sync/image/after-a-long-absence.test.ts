import { describe, expect } from 'vitest';
import type { CaseId } from '#shared/base/ids.ts';
import { fail } from '#shared/base/result.ts';
import type { TestDesk } from '#kit/desk.ts';
import { call, edit, fieldsOf, journals } from '#kit/desk-work.ts';
import type { Branch } from '#kit/service/branch.ts';
import { test } from '#kit/service/branch-test.ts';
import { shortHistory, streamsOf } from './histories.ts';
import { WatchedLink } from './watched-link.ts';

describe('a desk that was away for longer than the log is kept', () => {
  async function away(branch: Branch, watch: WatchedLink): Promise<readonly [TestDesk, CaseId]> {
    const caseId = await shortHistory(branch);
    const ann = await branch.joined('周宁', watch.transport);
    await branch.settle();
    watch.gone = true;
    await edit(ann, caseId, 'facts', '离线时写的');
    await edit(branch.desks[0]!, caseId, 'customer.title', '女士');
    await branch.settle();
    await branch.central.database.all(`DELETE FROM log WHERE stream = 'branch:1'`);
    watch.gone = false;
    return [ann, caseId];
  }

  test('takes the image, and its own edits come through', async ({ branch }) => {
    const watch = new WatchedLink(branch);
    const [ann, caseId] = await away(branch, watch);
    await branch.settle();
    expect(watch.images).toBe(1);
    expect(ann.state().sync).toMatchObject({ phase: 'current', pending: 0 });
    for (const desk of branch.desks) {
      const found = await desk.do('case.get', { caseId });
      expect(found).toMatchObject({ fields: { facts: '离线时写的' }, customer: { title: '女士' } });
    }
    expect(streamsOf(ann)).toEqual(streamsOf(branch.desks[0]!));
  });

  test('and whose edit of a row that it made was put aside shows what the service has', async ({ branch }) => {
    const watch = new WatchedLink(branch);
    const [ann] = await away(branch, watch);
    watch.gone = true;
    const own = await call(ann, '13900007777');
    const { id } = ann.database.prepare<[], { id: string }>(`SELECT id FROM customer ORDER BY id DESC`).get()!;
    journals(ann, { entity: 'customer', id, kind: 'update', body: { title: 7 } });
    ann.database.prepare(`UPDATE customer SET title = '太长' WHERE id = ?`).run(id);
    watch.gone = false;
    await branch.settle();
    expect(watch.images).toBe(1);
    expect(ann.state().sync).toMatchObject({ phase: 'current', pending: 0, quarantined: 1 });
    for (const desk of branch.desks)
      expect(await desk.do('case.get', { caseId: own })).toMatchObject({ customer: { title: '' } });
  });

  test('and cannot have the image yet: it stays as it is, says so, and asks again', async ({ branch }) => {
    let refuses = true;
    const watch = new WatchedLink(branch, (plain) => ({
      image: (...asked) =>
        refuses ? Promise.resolve(fail({ code: 'not-understood' } as const)) : plain.image(...asked),
    }));
    const [ann, caseId] = await away(branch, watch);
    await branch.settle();
    expect(ann.state().sync).toMatchObject({ phase: 'offline' });
    expect(await fieldsOf(ann, caseId)).toMatchObject({ facts: '离线时写的' });
    expect(watch.requests.length).toBeLessThan(60);
    refuses = false;
    await branch.settle();
    expect(ann.state().sync).toMatchObject({ phase: 'current', pending: 0 });
    expect(streamsOf(ann)).toEqual(streamsOf(branch.desks[0]!));
  });
});
