import { expect, test } from 'vitest';
import { enrolmentCode, serviceAddress } from '../../../src-renderer/sync/service-address.ts';

test.each([
  ['zuoxi.example.com', 'https://zuoxi.example.com'],
  ['  zuoxi.example.com:8443/ ', 'https://zuoxi.example.com:8443'],
  ['HTTPS://Zuoxi.Example.com/desk/', 'https://zuoxi.example.com/desk'],
  ['http://10.0.0.7:8080', 'http://10.0.0.7:8080'],
  ['127.0.0.1:4711', 'http://127.0.0.1:4711'],
  ['localhost:4711', 'http://localhost:4711'],
  ['[::1]:4711', 'http://[::1]:4711'],
  ['localhost.example.com', 'https://localhost.example.com'],
  ['ftp://zuoxi.example.com', null],
  ['javascript:alert(1)', null],
  ['中心 地址', null],
  ['', null],
  ['https://', null],
])('"%s" is meant as %s', (typed, meant) => {
  expect(serviceAddress(typed)).toBe(meant);
});

test('a code is read however it was pasted', () => {
  expect(enrolmentCode(' aaaa-bbbb -cccc\n')).toBe('AAAA-BBBB-CCCC');
});
