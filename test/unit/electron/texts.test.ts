import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Notification } from '#core/host.ts';
import { chooseLocale, fill, TextSource } from '../../../src-main/electron/texts.ts';
import type { Unopened } from '../../../src-main/electron/start-failure.ts';

const source = new TextSource(join(import.meta.dirname, '..', '..', '..', 'resources', 'locales'));

/** The compiler keeps these lists complete. */
const failures: Record<Unopened['code'], true> = {
  'folder-in-use': true,
  'folder-not-writable': true,
  'key-missing': true,
  'key-unreadable': true,
  'key-store-unavailable': true,
  'key-wrong': true,
  'database-damaged': true,
  'database-missing': true,
  'database-from-newer-version': true,
  'database-not-opened': true,
  'migration-failed': true,
  'pack-refused': true,
};
const notifications: Record<Notification['code'], true> = {
  'hold-limit': true,
  'callback-soon': true,
  'callback-due': true,
  'target-soon': true,
  'target-due': true,
};

describe.each(['zh-CN', 'en'] as const)('the words in %s', (locale) => {
  test('cover every way in which a start can fail, and every notification', () => {
    const texts = source.in(locale);
    expect(Object.keys(texts.start).sort()).toEqual(Object.keys(failures).sort());
    expect(Object.keys(texts.notify).sort()).toEqual(Object.keys(notifications).sort());
  });

  test('name only facts that are given', () => {
    const { notify } = source.in(locale);
    const slots = Object.values(notify).flatMap(({ title, body }) => `${title} ${body}`.match(/\{\w+\}/g) ?? []);
    expect([...new Set(slots)].sort()).toEqual(['{number}', '{who}']);
  });
});

test('the language of the system is followed, Chinese where it is none of ours', () => {
  expect([['en-GB', 'zh-CN'], ['zh-Hant-TW'], ['fr', 'en'], ['fr'], []].map(chooseLocale)).toEqual([
    'en',
    'zh-CN',
    'en',
    'zh-CN',
    'zh-CN',
  ]);
});

test('a slot without its fact never shows its name', () => {
  expect(fill('{who}: {number}', { who: '王女士' })).toBe('王女士: …');
});
