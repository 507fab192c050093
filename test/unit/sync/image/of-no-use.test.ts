import { describe, expect } from 'vitest';
import { fail, ok } from '#shared/base/result.ts';
import type { Transport } from '#core/sync/transport.ts';
import { fieldsOf } from '#kit/desk-work.ts';
import { test } from '#kit/service/branch-test.ts';
import { always, shortHistory, streamsOf } from './histories.ts';
import { WatchedLink } from './watched-link.ts';

describe('an image that is of no use is not taken, and the desk pulls', () => {
  const spoilt = (change: (bytes: Uint8Array) => Uint8Array) => (plain: Transport) => ({
    imageBytes: (...[enrolled, sha256, from, take]: Parameters<Transport['imageBytes']>) =>
      plain.imageBytes(enrolled, sha256, from, (part, at) => take(change(part), at)),
  });
  const offered = (change: object) => (plain: Transport) => ({
    image: async (...asked: Parameters<Transport['image']>) => {
      const answer = await plain.image(...asked);
      return answer.ok && answer.value !== null ? ok({ ...answer.value, ...change }) : answer;
    },
    // The kit finds a file by its hash; a wrong one is found too.
    imageBytes: async (...[enrolled, sha256, from, take]: Parameters<Transport['imageBytes']>) => {
      const real = await plain.image(enrolled, { stream: 'branch:1', from: 0, format: 1 });
      return plain.imageBytes(enrolled, real.ok ? (real.value?.sha256 ?? sha256) : sha256, from, take);
    },
  });

  test.for<readonly [string, (plain: Transport) => Partial<Transport>]>([
    ['one byte is another', spoilt((bytes) => Buffer.from(bytes).fill(bytes[40]! ^ 1, 40, 41))],
    ['it ends early', spoilt((bytes) => bytes.subarray(0, bytes.length - 9))],
    ['it is longer', spoilt((bytes) => Buffer.concat([bytes, Buffer.from('more')]))],
    ['its hash is another', offered({ sha256: 'a'.repeat(64) })],
    ['its rows are not those of the digest', offered({ digest: { high: 1, low: 2 } })],
    ['it is larger than a desk takes', offered({ bytes: 1_000_000_000 })],
    ['it unpacks to more than it says', offered({ fileBytes: 100_000 })],
    ['the service refuses', () => ({ image: () => Promise.resolve(fail({ code: 'not-understood' } as const)) })],
  ])('%s', async ([, change], { branch }) => {
    const caseId = await shortHistory(branch);
    always(branch);
    const watch = new WatchedLink(branch, change);
    const desk = await branch.joined('林', watch.transport);
    await branch.settle();
    expect(watch.pulledFrom).toBe(0);
    expect(desk.state().sync.phase).toBe('current');
    expect(await fieldsOf(desk, caseId)).toEqual({ facts: '耳机左边没有声音' });
    expect(streamsOf(desk)).toEqual(streamsOf(branch.desks[0]!));
  });
});
