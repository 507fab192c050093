import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PARCEL_LIMITS } from '#shared/contract/sync.ts';
import { temporaryFolder, value, type TestDesk } from '#kit/desk.ts';
import { call } from '#kit/desk-work.ts';
import { Branch } from '#kit/service/branch.ts';

let branch: Branch;
let ann: TestDesk;
let folder: ReturnType<typeof temporaryFolder>;

beforeEach(async () => {
  folder = temporaryFolder('stick');
  branch = await Branch.open();
  ann = await branch.joined('周宁');
  await branch.settle();
  branch.cut(ann);
  await call(ann);
});
afterEach(async () => {
  folder.remove();
  await branch.dispose();
});

const parcel = () => ann.state().sync.parcel;

async function rest(): Promise<void> {
  while (parcel().busy !== null) {
    await new Promise(setImmediate);
    ann.clock.pass(1);
  }
}

describe('through the page of a browser', () => {
  beforeEach(() => {
    ann.host.files = null;
    ann.restart();
  });

  async function download(): Promise<Buffer> {
    const offer = (await ann.do('parcel.write', {}))!;
    const parts: Buffer[] = [];
    for (let at = 0; ;) {
      const { part } = await ann.do('parcel.part', { id: offer.id, at });
      if (part === '') break;
      parts.push(Buffer.from(part, 'base64'));
      at += parts.at(-1)!.length;
    }
    const file = Buffer.concat(parts);
    expect(file.length).toBe(offer.bytes);
    expect(offer.name).toMatch(/^zuoxi-20260302-\d{4}-[0-9a-f]{4}\.zxp$/u);
    expect((await ann.request('parcel.part', { id: offer.id, at: 0 })).ok, 'it is given once').toBe(false);
    return file;
  }

  async function upload(file: Buffer, size = 300): Promise<void> {
    for (let at = 0; at < file.length; at += size) {
      const part = file.subarray(at, at + size).toString('base64');
      await ann.do('parcel.give', { at, bytes: file.length, part });
    }
    await rest();
  }

  test('a file goes out in parts, and its answer comes in in parts', async () => {
    const { answer } = value(await branch.central.exchangeFile(await download()));
    expect(answer.length).toBeGreaterThan(900);
    await upload(answer);
    expect(ann.state().sync).toMatchObject({ pending: 0, parcel: { refused: null, taken: { due: null } } });
  });

  test('a part that does not follow begins nothing and ends nothing', async () => {
    const { answer } = value(await branch.central.exchangeFile(await download()));
    const bytes = answer.length;
    const part = (from: number, to: number) => answer.subarray(from, to).toString('base64');
    const refused = { ok: false, error: { code: 'parcel-refused', facts: { reason: 'not-read' } } };
    expect(await ann.request('parcel.give', { at: 10, bytes, part: part(10, 20) })).toEqual(refused);
    await ann.do('parcel.give', { at: 0, bytes, part: part(0, 500) });
    expect(await ann.request('parcel.give', { at: 600, bytes, part: part(600, 700) })).toEqual(refused);
    expect(await ann.request('parcel.give', { at: 500, bytes, part: part(500, bytes) })).toEqual(refused);
    await ann.do('parcel.give', { at: 0, bytes, part: part(0, 500) });
    expect(await ann.request('parcel.give', { at: 500, bytes: bytes + 1, part: part(500, 600) })).toEqual(refused);
    await ann.do('parcel.give', { at: 0, bytes: 600, part: part(0, 500) });
    expect(await ann.request('parcel.give', { at: 500, bytes: 600, part: part(500, 700) })).toEqual(refused);
    expect(parcel()).toMatchObject({ busy: null, taken: null });
    await upload(answer, 100_000);
    expect(ann.state().sync.pending).toBe(0);
  });

  test('more than any answer may have is refused before anything of it is kept', async () => {
    const wish = { at: 0, bytes: PARCEL_LIMITS.answerBytes + 1, part: 'AAAA' };
    expect(await ann.request('parcel.give', wish)).toMatchObject({ error: { code: 'malformed-request' } });
    const long = { at: 0, bytes: 2_000_000, part: 'A'.repeat(1_000_004) };
    expect(await ann.request('parcel.give', long)).toMatchObject({ error: { code: 'malformed-request' } });
    for (const part of ['../../etc/passwd', 'a b', '=', ''])
      expect(await ann.request('parcel.give', { at: 0, bytes: 9, part })).toMatchObject({
        error: { code: 'malformed-request' },
      });
  });
});

describe('through dialogs', () => {
  test('whoever thinks better of it has written nothing and taken in nothing', async () => {
    ann.host.chosen = null;
    for (const method of ['parcel.write', 'parcel.take'] as const) {
      await ann.do(method, {});
      await rest();
    }
    expect(parcel()).toMatchObject({ busy: null, refused: null, written: null, taken: null });
    expect(ann.database.prepare('SELECT * FROM parcel').all()).toEqual([]);
  });

  test('a stick that takes no file is told, and no file counts as written', async () => {
    ann.host.chosen = join(folder.path, 'pulled-out', 'ask.zxp');
    await ann.do('parcel.write', {});
    await rest();
    expect(parcel()).toMatchObject({ written: null, refused: { facts: { reason: 'not-saved' } } });
    ann.host.chosen = join(folder.path, 'ask.zxp');
    await ann.do('parcel.write', {});
    await rest();
    expect(parcel()).toMatchObject({ refused: null, written: { changes: ann.state().sync.pending } });
  });

  test('what cannot be read is told', async () => {
    mkdirSync(join(folder.path, 'a-folder'));
    for (const name of ['not-there.zxp', 'a-folder']) {
      ann.host.chosen = join(folder.path, name);
      await ann.do('parcel.take', {});
      await rest();
      expect(parcel().refused).toEqual({ code: 'parcel-refused', facts: { reason: 'not-read' } });
    }
  });

  test('the dialog may stay open for as long as it likes; the desk works on, and a second one is not opened', async () => {
    let choose: (path: string | null) => void = () => undefined;
    let opened = 0;
    ann.host.files = {
      askWhereTo: () => {
        opened += 1;
        return new Promise((resolve) => (choose = resolve));
      },
      askWhich: () => Promise.resolve(null),
    };
    ann.restart();
    const path = join(folder.path, 'ask.zxp');
    await ann.do('parcel.write', {});
    await ann.do('parcel.write', {});
    await ann.do('parcel.take', {});
    expect(parcel().busy).toBe('writing');
    expect(opened).toBe(1);
    const contactId = ann.contact().id;
    await ann.do('contact.command', { contactId, command: { type: 'end', by: 'customer' } });
    choose(path);
    await rest();
    // Also what was done while it was open.
    expect(parcel().written).toMatchObject({ changes: ann.state().sync.pending });
    expect(existsSync(path)).toBe(true);
    expect(existsSync(`${path}.new`)).toBe(false);
  });

  test('a file of before is replaced by a whole one', async () => {
    ann.host.chosen = join(folder.path, 'ask.zxp');
    for (let n = 0; n < 2; n += 1) {
      await ann.do('parcel.write', {});
      await rest();
    }
    const answered = await branch.central.exchangeFile(readFileSync(ann.host.chosen));
    expect(answered.ok).toBe(true);
    rmSync(ann.host.chosen);
  });

  test('a desk that has never reached its service writes none and says so', async () => {
    const bo = await branch.desk('林珊');
    bo.host.chosen = join(folder.path, 'ask.zxp');
    await bo.do('parcel.write', {});
    while (bo.state().sync.parcel.busy !== null) await new Promise(setImmediate);
    expect(bo.state().sync.parcel).toMatchObject({ ready: false, refused: { facts: { reason: 'no-keys' } } });
    expect(existsSync(bo.host.chosen)).toBe(false);
  });
});
