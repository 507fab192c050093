import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeRequest } from '#shared/contract/sync.ts';
import { call, edit, fieldsOf } from '#kit/desk-work.ts';
import { TestDesk } from '#kit/desk.ts';
import { Branch } from '#kit/service/branch.ts';

let branch: Branch;
beforeEach(async () => {
  branch = await Branch.open();
});
afterEach(() => branch.dispose());

/** How long what the desk sent was, each time. */
async function watched(): Promise<{ readonly desk: TestDesk; readonly sent: number[] }> {
  const plain = branch.central.transport('1');
  const sent: number[] = [];
  const transport: typeof plain = {
    ...plain,
    exchange: (enrolled, request) => {
      sent.push(Buffer.byteLength(writeRequest(request)));
      return plain.exchange(enrolled, request);
    },
  };
  const desk = new TestDesk({ clock: branch.clock, transport });
  branch.desks.push(desk);
  await branch.join(desk);
  await branch.settle();
  return { desk, sent };
}

test('megabytes that were pasted without a link are sent in parts that the service takes, also to one that was restored', async () => {
  const { desk, sent } = await watched();
  const backup = await branch.central.backup();
  branch.central.reachable = false;
  const caseId = await call(desk);
  const text = (time: number): string => '长'.repeat(300_000 + time);
  for (let time = 1; time <= 4; time += 1) await edit(desk, caseId, 'facts', text(time));
  branch.central.reachable = true;
  await branch.settle();
  const all = sent.reduce((sum, bytes) => sum + bytes, 0);
  // One edit: the text before, and the new one twice.
  expect(all).toBeGreaterThan(7_000_000);
  expect(Math.max(...sent)).toBeLessThan(3_000_000);
  expect(desk.state().sync).toMatchObject({ phase: 'current', pending: 0, quarantined: 0 });
  await branch.central.restore(backup);
  sent.splice(0);
  await branch.settle();
  expect(Math.max(...sent)).toBeLessThan(3_000_000);
  const bo = await branch.joined('林珊');
  await branch.settle();
  expect((await fieldsOf(bo, caseId)).facts).toHaveLength(text(4).length);
});
