import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockFolder } from '#core/folder-lock.ts';
import { temporaryFolder, value } from '#kit/desk.ts';

test('a desk that is still starting leads nobody to the address of one that was killed before', () => {
  const folder = temporaryFolder('lock');
  const stale = { pid: 1, address: 'http://127.0.0.1:1/#token=stale' };
  writeFileSync(join(folder.path, 'desk.running.json'), JSON.stringify(stale));
  const lock = value(lockFolder(folder.path));
  expect(lockFolder(folder.path)).toEqual({ ok: false, error: { code: 'folder-in-use', holder: null } });
  const holder = { pid: 2, address: 'http://127.0.0.1:2/#token=new' };
  lock.announce(holder);
  expect(lockFolder(folder.path)).toEqual({ ok: false, error: { code: 'folder-in-use', holder } });
  lock.release();
  value(lockFolder(folder.path)).release();
  folder.remove();
});
