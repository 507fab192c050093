import { expect, test } from 'vitest';
import type { Answer, Method, Request } from '#shared/contract/rpc.ts';
import { temporaryFolder } from '#kit/desk.ts';
import { startLoopback } from '#kit/loopback-process.ts';

type Value<M extends Method> = Extract<Answer<M>, { ok: true }>['value'];

test('ten thousand events in one contact: dense, paged in order, and the contact goes on', async () => {
  const folder = temporaryFolder('events');
  let desk = await startLoopback({ dataFolder: folder.path });
  let window = await desk.connect();
  async function ask<M extends Method>(method: M, payload: Request<M>): Promise<Value<M>> {
    const answer = await window.client.request(method, payload);
    if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
    return answer.value;
  }
  const call = { channel: 'call', direction: 'inbound', phone: '021', callbackId: null } as const;
  const { contactId } = await ask('contact.open', call);
  await ask('contact.command', { contactId, command: { type: 'answer' } });
  const before = (await ask('desk.open', { window: 'desk' })).contacts[0]!.events;
  const wanted = before + 10_000;
  for (let left = 10_000; left > 0; left -= 100) {
    const looked = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? 'dialect' : 'noise'));
    await Promise.all(
      looked.map((situation) => ask('contact.command', { contactId, command: { type: 'enter-situation', situation } })),
    );
  }
  const seqs: number[] = [];
  let cursor: string | null = null;
  do {
    const page: Value<'contact.timeline'> = await ask('contact.timeline', { contactId, before: cursor, limit: 200 });
    seqs.push(...page.items.flatMap((item) => (item.kind === 'event' ? [item.seq] : [])));
    cursor = page.next;
  } while (cursor !== null);
  expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: wanted }, (_, index) => index + 1));
  await desk.kill();
  desk = await startLoopback({ dataFolder: folder.path });
  window = await desk.connect();
  const shown = await ask('desk.open', { window: 'desk' });
  expect(shown.contacts[0]).toMatchObject({ id: contactId, events: wanted, state: { phase: 'active' } });
  await ask('contact.command', { contactId, command: { type: 'end', by: 'customer' } });
  await desk.kill();
  folder.remove();
});
