import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zuoxi-linked-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('packages of another checkout that are linked here are not emptied to install anew', () => {
  const other = join(folder, 'other/node_modules');
  const here = join(folder, 'here');
  mkdirSync(other, { recursive: true });
  writeFileSync(join(other, '.package-lock.json'), '{"packages":{"node_modules/older":{"version":"1.0.0"}}}');
  for (const part of ['scripts', 'resources/locales/door', 'package.json', 'package-lock.json']) {
    cpSync(part, join(here, part), { recursive: true });
  }
  symlinkSync(other, join(here, 'node_modules'), 'junction');
  const run = spawnSync(process.execPath, [join(here, 'scripts/run.mjs'), 'build'], {
    encoding: 'utf8',
    timeout: 20_000,
    env: { ...process.env, LC_ALL: 'en_US.UTF-8', npm_config_offline: 'true' },
  });
  expect(run.stderr).toContain('node_modules is a link');
  expect(run.status).toBe(1);
  expect(existsSync(join(other, '.package-lock.json'))).toBe(true);
});
