import { describe, expect } from 'vitest';
import { ok } from '#shared/base/result.ts';
import type { TestDesk } from '#kit/desk.ts';
import { edit, fieldsOf } from '#kit/desk-work.ts';
import { knownBy } from '#kit/service/alike.ts';
import { test } from '#kit/service/branch-test.ts';
import { always, history, shortHistory, streamsOf } from './histories.ts';
import { WatchedLink } from './watched-link.ts';

/** The disk of this desk is not as it was: a digest will not be that of the service. */
function diverge(desk: TestDesk): void {
  desk.database.exec(`UPDATE row_version SET seq = seq + 1 WHERE entity = 'case'`);
  desk.database.exec(`UPDATE service_case SET fields = '{}'`);
  desk.database.exec(`UPDATE sync_status SET status = json_set(status, '$.status.cursors."branch:1".digest.high', 1)`);
  desk.restart();
}

describe('a stream that is taken in anew', () => {
  test('heals a desk whose rows differ, with edits that nobody has seen yet', async ({ branch }) => {
    const caseId = await history(branch);
    const watch = new WatchedLink(branch);
    const ann = await branch.joined('周宁', watch.transport);
    await branch.settle();
    always(branch);
    diverge(ann);
    const asked = watch.requests.length;
    branch.central.reachable = false;
    await edit(ann, caseId, 'facts', '断网时写的');
    branch.central.reachable = true;
    // Any entry makes the digests be compared.
    await edit(branch.desks[0]!, caseId, 'customer.title', '女士');
    await branch.settle();
    expect(watch.images).toBe(1);
    // It was never pulled from the beginning.
    expect(watch.requests.slice(asked).every(({ cursors }) => (cursors['branch:1'] ?? 0) > 0)).toBe(true);
    expect(ann.state().sync).toMatchObject({ phase: 'current', pending: 0 });
    for (const desk of branch.desks) expect(await fieldsOf(desk, caseId)).toMatchObject({ facts: '断网时写的' });
    expect(knownBy(ann.database).row_version).toEqual(knownBy(branch.desks[1]!.database).row_version);
    expect(streamsOf(ann)).toEqual(streamsOf(branch.desks[1]!));
    // Every other case has its fields again.
    const fields = (desk: TestDesk): unknown =>
      desk.database.prepare('SELECT id, json(fields) FROM service_case ORDER BY id').all();
    expect(fields(ann)).toEqual(fields(branch.desks[1]!));
  });

  test('is pulled where the image is of another life of the service', async ({ branch }) => {
    const caseId = await shortHistory(branch);
    const watch = new WatchedLink(branch, (plain) => ({
      image: async (...asked) => {
        const answer = await plain.image(...asked);
        return answer.ok && answer.value !== null ? ok({ ...answer.value, epoch: 'another' }) : answer;
      },
    }));
    const ann = await branch.joined('周宁', watch.transport);
    await branch.settle();
    always(branch);
    diverge(ann);
    await edit(branch.desks[0]!, caseId, 'customer.title', '女士');
    await branch.settle();
    expect(watch.images).toBe(0);
    expect(streamsOf(ann)).toEqual(streamsOf(branch.desks[0]!));
  });
});
