import { expect, test } from 'vitest';
import { viewOfArguments, viewOfLink } from '../../../src-main/electron/deep-links.ts';

test.each([
  ['zuoxi://desk', '#/desk'],
  ['zuoxi://cases/', '#/cases'],
  ['ZUOXI://callbacks', '#/callbacks'],
  ['zuoxi://settings', '#/settings'],
  ['zuoxi://cases/0199A5C4-7A0B-7C3E-9B1D-2F6A8E4C1D90', '#/cases/0199a5c4-7a0b-7c3e-9b1d-2f6a8e4c1d90'],
])('%s opens %s', (link, view) => {
  expect(viewOfLink(link)).toBe(view);
});

test.each([
  'https://desk',
  'zuoxi:desk',
  'zuoxi://elsewhere',
  'zuoxi://desk/extra',
  'zuoxi://desk?done=1',
  'zuoxi://desk#/settings',
  'zuoxi://user@desk',
  'zuoxi://desk:80',
  'zuoxi://cases/../settings/x',
  'zuoxi://cases/not-an-id',
  'zuoxi://callbacks/0199a5c4-7a0b-7c3e-9b1d-2f6a8e4c1d90',
  'zuoxi://cases/%3Cscript%3E',
  `zuoxi://desk/${'/'.repeat(300)}`,
  'zuoxi://',
  '',
])('%s opens nothing', (link) => {
  expect(viewOfLink(link)).toBeNull();
});

test('the first link among the arguments counts, and only as a link', () => {
  expect(viewOfArguments(['/opt/zuoxi', '--data', '/tmp/x', 'zuoxi://callbacks', 'zuoxi://settings'])).toBe(
    '#/callbacks',
  );
  expect(viewOfArguments(['/opt/zuoxi', '--data', '/tmp/x'])).toBeNull();
});
