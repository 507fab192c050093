import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Program } from '../../scripts/demo/program.ts';
import type { DeskLine } from '../../scripts/demo/page/desk-line.ts';
import { dialWindow } from '#kit/dialled-window.ts';

const programs: Program[] = [];
const folder = mkdtempSync(join(tmpdir(), 'zuoxi-demo-test-'));

afterEach(async () => {
  for (const program of programs.splice(0)) await program.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Each starts four programs, some twice. */
const LIMIT = { timeout: 180_000 };

async function startDemo(...args: readonly string[]) {
  const program = await Program.start({
    script: 'scripts/run.mjs',
    args: ['demo', '--no-open', ...args],
    ready:
      /Cables: (?<page>\S+)\n.*: (?<first>\S+)\n.*: (?<second>\S+)\nService: (?<health>\S+)\n[^]*Data: (?<data>\S+)\n/u,
    environment: { ...process.env, LC_ALL: 'en_US.UTF-8' },
  });
  programs.push(program);
  const { page = '', first = '', second = '', health = '', data = '' } = program.said.groups ?? {};
  return { program, page, first, second, health, data };
}

async function deskAt(address: string) {
  const { port, hash } = new URL(address);
  return dialWindow({ port: Number(port), token: hash.slice('#token='.length) });
}

/** Follows the page until it shows this of the first desk. */
async function shows(page: string, holds: (line: DeskLine) => boolean): Promise<void> {
  const stop = new AbortController();
  const { body } = await fetch(`${page}events?lang=en`, { signal: stop.signal });
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const last = text.split('\n\n').at(-2);
    if (last === undefined) continue;
    const [line] = JSON.parse(last.slice('data: '.length)) as [DeskLine];
    if (holds(line)) break;
  }
  stop.abort();
}

const plug = (page: string): Promise<Response> => fetch(`${page}plug/first?lang=en`, { method: 'POST' });

test(
  'one command: two desks that know of each other, a cable to pull out, and nothing is left at the end',
  LIMIT,
  async () => {
    const { program, page, first, second, health, data } = await startDemo();
    expect(await (await fetch(health)).json()).toEqual({ ok: true });
    await shows(page, ({ sync, pending }) => sync === 'Up to date with the service' && pending === 'To be sent: 0');

    await plug(page);
    const [here, there] = [await deskAt(first), await deskAt(second)];
    const cases = await here.client.request('case.list', { range: 'all', before: null, limit: 1 });
    const caseId = cases.ok ? cases.value.items[0]!.id : expect.unreachable();
    await here.client.request('case.edit', { caseId, field: 'facts', value: 'written without a cable' });
    await here.client.request('case.settle', { caseId });
    await shows(
      page,
      ({ pluggedIn, sync, pending }) => !pluggedIn && sync.startsWith('Offline') && pending !== 'To be sent: 0',
    );

    await plug(page);
    await shows(page, ({ pluggedIn, pending }) => pluggedIn && pending === 'To be sent: 0');
    await expect
      .poll(async () => there.client.request('case.get', { caseId }), { timeout: 30_000 })
      .toMatchObject({ value: { fields: { facts: 'written without a cable' } } });
    for (const window of [here, there]) window.close();

    await program.stop('SIGINT');
    expect(existsSync(data)).toBe(false);
    for (const address of [page, first, second, health]) await expect(fetch(address)).rejects.toThrow();
  },
);

test('the page is only for who knows its address, and leads to a desk without telling the token', LIMIT, async () => {
  const { page, first } = await startDemo();
  const { origin } = new URL(page);
  for (const path of ['', 'page.js', 'plug/first', `${'x'.repeat(32)}/`])
    expect((await fetch(`${origin}/${path}`)).status).toBe(404);
  const html = await (await fetch(page)).text();
  expect(html).not.toContain(new URL(first).hash);
  const led = await fetch(`${page}open/first`, { redirect: 'manual' });
  expect(led.headers.get('location')).toMatch(new RegExp(`^${new URL(first).origin}/#code=`));
});

test('a folder that is kept: the same desks again, and no second demo in it at the same time', LIMIT, async () => {
  const before = await startDemo('--data', folder);
  await expect(startDemo('--data', folder)).rejects.toThrow('is running already');
  await before.program.stop();
  const after = await startDemo('--data', folder);
  await shows(after.page, ({ sync }) => sync === 'Up to date with the service');
});
