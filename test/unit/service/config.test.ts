import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../../src-service/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'zuoxi-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(text: string): string {
  const path = join(folder, 'service.yaml');
  writeFileSync(path, text);
  return path;
}

test('without settings it serves this machine only, on the embedded database', () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    ok: true,
    value: { host: '127.0.0.1', port: 4870, trustProxy: false, keepLogDays: 90, offlineLeaseDays: 30 },
  });
  expect(config.ok && config.value.databaseUrl).toBeUndefined();
});

test('the command line wins over the environment, and that over the file', () => {
  const config = file('port: 1\nhost: file\ncompany: 公司');
  const environment = { ZUOXI_CONFIG: config, ZUOXI_PORT: '2', ZUOXI_HOST: 'environment', ZUOXI_TRUST_PROXY: 'true' };
  expect(readConfig(environment, { port: '3' })).toMatchObject({
    ok: true,
    value: { port: 3, host: 'environment', company: '公司', trustProxy: true },
  });
});

test('what is usual holds only where neither file nor environment nor command line say otherwise', () => {
  const usual = { dataFolder: 'usual' };
  const folderOf = (...[environment, spoken = {}]: Parameters<typeof readConfig>) => {
    const config = readConfig(environment, spoken, usual);
    return config.ok ? config.value.dataFolder : config.error;
  };
  expect(folderOf({})).toBe('usual');
  expect(folderOf({}, { config: file('dataFolder: file') })).toBe('file');
  expect(folderOf({ ZUOXI_DATA_FOLDER: 'environment' })).toBe('environment');
  expect(folderOf({}, { dataFolder: 'spoken' })).toBe('spoken');
});

test('DATABASE_URL chooses PostgreSQL; an empty one does not', () => {
  const url = 'postgres://somewhere/zuoxi';
  expect(readConfig({ DATABASE_URL: url })).toMatchObject({ value: { databaseUrl: url } });
  expect(readConfig({ DATABASE_URL: '' })).toMatchObject({ ok: true });
});

test('the keys of script packs are a list in the file, and one line in the environment', () => {
  const [one, two] = ['a'.repeat(43), `${'b'.repeat(42)}-`];
  const told = readConfig({ ZUOXI_PACK_KEYS: `${one}, ${two}` });
  expect(told).toMatchObject({ value: { packKeys: [one, two] } });
  expect(readConfig({}, { config: file(`packKeys: [${one}, ${two}]`) })).toEqual(
    told.ok ? told : { value: { packKeys: [] } },
  );
});

describe('what is wrong is named', () => {
  test.each([
    ['port', { ZUOXI_PORT: '70000' }],
    ['databaseUrl', { DATABASE_URL: 'mysql://x' }],
    ['adminToken', { ZUOXI_ADMIN_TOKEN: 'short' }],
    ['tlsKey', { ZUOXI_TLS_CERTIFICATE: 'a.pem' }],
    ['offlineLeaseDays', { ZUOXI_OFFLINE_LEASE_DAYS: '-1' }],
    ['trustProxy', { ZUOXI_TRUST_PROXY: 'perhaps' }],
    ['packKeys', { ZUOXI_PACK_KEYS: 'short' }],
    ['keepLogDays', { ZUOXI_KEEP_LOG_DAYS: '0' }],
  ])('%s', (setting, environment) => {
    const config = readConfig(environment);
    expect(config.ok ? [] : config.error.problems.join()).toContain(setting);
  });

  test('a setting that does not exist, a file that is none', () => {
    const unknown = readConfig({}, { config: file('prot: 1') });
    expect(unknown.ok ? '' : unknown.error.problems.join()).toContain('prot');
    for (const text of ['- a list', 'a: [', 'just text']) expect(readConfig({}, { config: file(text) }).ok).toBe(false);
    expect(readConfig({}, { config: join(folder, 'nowhere.yaml') }).ok).toBe(false);
  });

  test('a secret that is wrong is not told', () => {
    const config = readConfig({ ZUOXI_ADMIN_TOKEN: 'my-secret' });
    expect(JSON.stringify(config)).not.toContain('my-secret');
  });
});

test('a setting of another kind, or out of bounds, is told with what it must be', () => {
  for (const port of ['abc', '1.5', '-1', '65536']) {
    expect(readConfig({ ZUOXI_PORT: port })).toMatchObject({
      error: { problems: ['port: must be a whole number from 0 to 65535'] },
    });
  }
  expect(readConfig({ ZUOXI_TRUST_PROXY: 'yes' })).toMatchObject({
    error: { problems: ['trustProxy: must be true or false'] },
  });
});
