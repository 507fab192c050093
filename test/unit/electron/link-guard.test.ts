import { expect, test } from 'vitest';
import { mayOpen } from '../../../src-main/electron/link-guard.ts';

const hosts = new Set(['help.example']);

test.each(['https://help.example/', 'https://help.example/a?b=c#d', 'https://HELP.example'])(
  '%s may be opened',
  (url) => {
    expect(mayOpen(url, hosts)).toBe(true);
    expect(mayOpen(url, new Set())).toBe(false);
  },
);

test.each([
  'http://help.example/',
  'https://help.example:8443/',
  'https://somebody@help.example/',
  'https://:secret@help.example/',
  'https://help.example.elsewhere.example/',
  'https://www.help.example/',
  'https://help.example./',
  'file:///etc/passwd',
  'smb://help.example/share',
  'javascript:alert(1)//https://help.example/',
  'help.example',
  '',
])('%s stays closed', (url) => {
  expect(mayOpen(url, hosts)).toBe(false);
});
