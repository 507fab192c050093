import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '#kit/desk.ts';
import { startLoopback } from '#kit/loopback-process.ts';

/** Planted: nothing else on the machine has these words. */
const SECRETS = ['13977770001', '310101199003077713', '欧阳测', 'Quillfeather', '蓝鹊巷七号'];

test('what is known of customers stands readable in no file: not in records, logs, locks or the temporary folder', async () => {
  const folder = temporaryFolder('secrets');
  const [data, scratch] = [join(folder.path, 'data'), temporaryFolder('scratch')];
  const env = { TMPDIR: scratch.path, TEMP: scratch.path, TMP: scratch.path, SQLITE_TMPDIR: scratch.path };
  const desk = await startLoopback({ dataFolder: data, env });
  const { client } = await desk.connect();
  await client.request('desk.setUp', {
    ...{ company: '云雀数码', department: '', agentName: SECRETS[3]!, agentNumber: '', sampleData: true },
  });
  const channel = { channel: 'call', direction: 'inbound', callbackId: null } as const;
  const opened = await client.request('contact.open', { ...channel, phone: SECRETS[0]! });
  if (!opened.ok) throw new Error(opened.error.code);
  const { contactId } = opened.value;
  await client.request('contact.command', { contactId, command: { type: 'answer' } });
  const state = await client.request('desk.open', { window: 'desk' });
  const caseId = state.ok ? state.value.contacts[0]!.case!.id : '';
  const all = SECRETS.join(' ');
  for (const field of ['facts', 'demand', 'customer.surname', 'customer.phone', 'no-such-field']) {
    await client.ask('case.edit', { caseId, field, value: `${all} `.repeat(field === 'facts' ? 300 : 1) });
  }
  await client.ask('case.settle', { caseId });
  await client.ask('contact.command', { contactId, command: { type: 'start-hold', reason: all } });
  await client.ask('callback.promise', { contactId, due: { words: all }, reason: all });
  await client.ask('callback.promise', { contactId, due: { preset: '2' }, reason: all });
  // Also where it does not belong.
  for (const wrong of [
    { [all]: all },
    { caseId: all, field: all, value: all },
    { caseId, field: 'facts', value: [all] },
  ]) {
    await client.ask('case.edit', wrong);
  }
  await client.ask(all, { words: all });
  await client.ask('line.use', {
    contactId,
    lineId: all.slice(0, 60),
    via: 'spoken',
    fills: { [all.slice(0, 60)]: 5 },
  });
  const used = await client.request('line.use', {
    contactId,
    lineId: 'greet-call',
    via: 'spoken',
    fills: { 'company.name': SECRETS[3]!, 'agent.name': SECRETS[2]! },
  });
  expect(used, 'the sentence with the planted words was said').toMatchObject({ ok: true });
  // A clean end: what the log still holds back is written.
  expect((await desk.stop()).code).toBe(0);

  const log = readFileSync(join(data, 'logs', 'desk.log'), 'utf8')
    .trim()
    .split('\n');
  const said = log.map((line) => (JSON.parse(line) as { readonly msg: string }).msg);
  expect(said.filter((msg) => msg === 'malformed request').length).toBeGreaterThanOrEqual(3);

  const files = [data, scratch.path].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name)),
  );
  const found = files
    .filter((file) => statSync(file).isFile())
    .flatMap((file) => {
      const content = readFileSync(file);
      const forms = SECRETS.flatMap((text) => [
        Buffer.from(text),
        Buffer.from(text, 'utf16le'),
        Buffer.from(escape(text)),
      ]);
      return forms.some((form) => content.includes(form)) ? [file] : [];
    });
  expect(found).toEqual([]);
  expect(desk.output()).not.toMatch(new RegExp(SECRETS.join('|')));
  const sizes = Object.fromEntries(files.map((file) => [file.slice(data.length + 1), statSync(file).size]));
  expect(sizes['desk.sqlite']).toBeGreaterThan(100_000);
  folder.remove();
  scratch.remove();
});

/** As JSON may write it in a log. */
function escape(text: string): string {
  return [...text].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}
