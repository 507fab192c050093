import { expect, test } from 'vitest';
import { trustedSender, type Sent } from '../../../src-main/electron/sender.ts';

const kindOf = (contents: string) => (contents === 'the desk' ? ('desk' as const) : null);

function message(sender: string, frame: Partial<NonNullable<Sent<string>['senderFrame']>> | null): Sent<string> {
  const top = { parent: null, detached: false, origin: 'app://zuoxi' };
  return { sender, senderFrame: frame === null ? null : { ...top, ...frame } };
}

test('the top frame of our own page in a window of ours is trusted', () => {
  expect(trustedSender(message('the desk', {}), kindOf)).toBe('desk');
});

test.each([
  ['a frame that is gone', message('the desk', null)],
  ['a frame inside the page', message('the desk', { parent: {} })],
  ['a detached frame', message('the desk', { detached: true })],
  ['a page of another origin', message('the desk', { origin: 'https://elsewhere.example' })],
  ['an origin that only begins like ours', message('the desk', { origin: 'app://zuoxi.elsewhere' })],
  ['an opaque origin', message('the desk', { origin: 'null' })],
  ['a window that is not ours', message('a stranger', {})],
])('%s is not', (_what, event) => {
  expect(trustedSender(event, kindOf)).toBeNull();
});
