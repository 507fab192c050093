import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PARCEL_LIMITS, writeRequest, type ParcelHead } from '#shared/contract/sync.ts';
import { loadEnrolled } from '#core/sync/status.ts';
import { newSealingPair, rawPublicKey } from '#parcel/keys.ts';
import { seal, Sealed } from '#parcel/parcel.ts';
import { packText, Parts } from '#parcel/parts.ts';
import { Stick } from '#kit/carry.ts';
import { databasePrint } from '#kit/database-print.ts';
import { value, type TestDesk } from '#kit/desk.ts';
import { call } from '#kit/desk-work.ts';
import { Branch } from '#kit/service/branch.ts';

/** Somewhere in the middle of everything that a file has, and at every edge of it. */
const SAMPLE = 97;

let [branch, other]: Branch[] = [];
let stick: Stick;
let [ann, bo]: TestDesk[] = [];
let [ask, answer]: Buffer[] = [];

beforeAll(async () => {
  [branch, other] = [await Branch.open(), await Branch.open()];
  stick = new Stick();
  [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
  await branch.settle();
  for (const desk of [ann, bo]) branch.cut(desk);
  await call(ann);
  ask = await stick.write(ann);
  answer = value(await branch.central.exchangeFile(ask)).answer;
});
afterAll(async () => {
  stick.remove();
  for (const each of [branch!, other!]) await each.dispose();
});

const enrolled = (desk: TestDesk) => loadEnrolled(desk.database)!;
const keyOf = (desk: TestDesk) =>
  createPrivateKey({ key: Buffer.from(enrolled(desk).privateKey, 'base64'), format: 'der', type: 'pkcs8' });
const headOf = (file: Uint8Array): ParcelHead => value(Sealed.read(file)).head;

function partsOf(...parts: readonly Uint8Array[]): Buffer {
  const written = new Parts();
  for (const part of parts) written.add(part);
  return written.all();
}

const papers = (desk: TestDesk): Buffer =>
  packText(JSON.stringify({ certificate: enrolled(desk).certificate, imageFormat: 1 }));

/** A file for the service as a desk would seal it, with something else inside or outside. */
function sealed(desk: TestDesk, content: Buffer, head: Partial<Extract<ParcelHead, { kind: 'ask' }>> = {}): Buffer {
  const { status, parcelKeys } = enrolled(desk);
  const { sign: service, seal: recipient } = parcelKeys!;
  const outside = { kind: 'ask', id: 'A'.repeat(22), device: status.device, service } as const;
  const answerTo = newSealingPair().publicKey;
  return seal({ ...outside, answerTo, ...head }, content, { signs: keyOf(desk), recipient })!;
}

async function atTheService(file: Uint8Array): Promise<string> {
  const before = await branch!.central.print();
  const answered = await branch!.central.exchangeFile(file);
  expect(await branch!.central.print()).toEqual(before);
  return answered.ok ? 'taken' : answered.error;
}

async function atTheDesk(file: Uint8Array, desk = ann!): Promise<unknown> {
  const before = databasePrint(desk.database);
  const refused = await stick.take(desk, file);
  expect(databasePrint(desk.database)).toEqual(before);
  return refused?.facts?.reason ?? 'taken';
}

const places = (file: Uint8Array): readonly number[] =>
  Array.from({ length: file.length }, (_, at) => at).filter(
    (at) => at < 40 || at % SAMPLE === 0 || at > file.length - 90,
  );

function flipped(file: Uint8Array, at: number): Buffer {
  const copy = Buffer.from(file);
  copy[at] = copy[at]! ^ 0x04;
  return copy;
}

describe.each([
  ['the service', () => ask!, atTheService],
  ['a desk', () => answer!, (file: Uint8Array) => atTheDesk(file)],
] as const)('%s changes nothing and says why', (_, good, refused) => {
  test('when a bit is another one, wherever', async () => {
    const reasons = new Set<unknown>();
    for (const at of places(good())) reasons.add(await refused(flipped(good(), at)));
    const ways = ['not-a-parcel', 'too-new', 'incomplete', 'damaged', 'forged', 'other-service', 'an-answer', 'an-ask'];
    expect([...reasons].filter((reason) => !ways.includes(String(reason)))).toEqual([]);
    expect(reasons).toContain('forged');
  });

  test('when it ends too early, wherever, or too late', async () => {
    expect(await refused(Buffer.alloc(0))).toBe('not-a-parcel');
    for (const length of places(good()).filter((at) => at > 0))
      expect(await refused(good().subarray(0, length)), String(length)).toBe('incomplete');
    expect(await refused(Buffer.concat([good(), Buffer.alloc(1)]))).toBe('damaged');
  });

  test('when it is something else', async () => {
    for (const file of [Buffer.from('PK\u0003\u0004'), Buffer.from('坐席'), Buffer.alloc(5_000)])
      expect(await refused(file)).toBe('not-a-parcel');
  });

  test('when it is of a newer version', async () => {
    const newer = Buffer.from(good());
    newer[12] = 2;
    expect(await refused(newer)).toBe('too-new');
  });
});

test('what is too large is not even looked at', async () => {
  expect(await atTheService(Buffer.concat([ask!], PARCEL_LIMITS.askBytes + 1))).toBe('too-large');
  expect(await stick.takeEmpty(ann!, PARCEL_LIMITS.answerBytes + 1)).toMatchObject({ facts: { reason: 'too-large' } });
});

describe('the service changes nothing', () => {
  test('for an answer, and for a file that is for another service', async () => {
    expect(await atTheService(answer!)).toBe('an-answer');
    const stranger = await other!.joined('高远');
    await other!.settle();
    expect(await atTheService(await stick.write(stranger))).toBe('other-service');
  });

  test('for a file in the name of another desk', async () => {
    const content = partsOf(papers(ann!), packText(writeRequest({ ...empty(ann!) })));
    expect(await atTheService(sealed(bo!, content, { device: enrolled(ann!).status.device }))).toBe('forged');
    expect(await atTheService(sealed(bo!, partsOf(papers(bo!), packText(writeRequest(empty(ann!))))))).toBe(
      'not-understood',
    );
  });

  test('for a desk that it does not know, whatever certificate it shows', async () => {
    const device = '019cac46-0000-7000-8000-000000000000';
    const content = partsOf(papers(ann!), packText(writeRequest({ ...empty(ann!), device })));
    expect(await atTheService(sealed(ann!, content, { device }))).toBe('unknown-desk');
  });

  test('for what is packed so that it becomes too large, and for what is no request', async () => {
    const bomb = zstdCompressSync(Buffer.alloc(PARCEL_LIMITS.partBytes + 1));
    const request = packText(writeRequest(empty(ann!)));
    const contents = [
      [papers(ann!), bomb],
      [papers(ann!), request, packText('[]')],
      [papers(ann!), request, Buffer.from('not packed')],
      [papers(ann!)],
    ];
    for (const parts of contents) expect(await atTheService(sealed(ann!, partsOf(...parts)))).toBe('not-understood');
    for (const parts of [[bomb, request], [request], []])
      expect(await atTheService(sealed(ann!, partsOf(...parts)))).toBe('damaged');
    expect(await atTheService(sealed(ann!, Buffer.from([255, 255, 255, 255])))).toBe('damaged');
    const whole = sealed(ann!, partsOf(papers(ann!), ...Array.from({ length: 8 }, () => nearly())));
    expect(await atTheService(whole)).toBe('not-understood');
  });

  test('nor is a key taken with which everybody would have the same secret', async () => {
    const content = partsOf(papers(ann!), packText(writeRequest(empty(ann!))));
    const answerTo = Buffer.alloc(32).toString('base64url');
    expect(await branch!.central.exchangeFile(sealed(ann!, content, { answerTo }))).toMatchObject({ ok: false });
  });
});

/** A part that just fits; together they are too much. */
function nearly(): Buffer {
  return zstdCompressSync(Buffer.alloc(PARCEL_LIMITS.partBytes - 1, ' '));
}

const empty = (desk: TestDesk) => ({
  ...{ device: enrolled(desk).status.device, now: 1, epoch: null, cursors: {}, acknowledged: 0 },
  ...{ push: null, testimony: [] },
});

describe('a desk changes nothing', () => {
  test('for its own question, and for the answer to another desk or of another service', async () => {
    expect(await atTheDesk(ask!)).toBe('an-ask');
    expect(await atTheDesk(answer!, bo)).toBe('other-desk');
    const stranger = await other!.joined('李雷');
    await other!.settle();
    const foreign = value(await other!.central.exchangeFile(await stick.write(stranger))).answer;
    expect(await atTheDesk(foreign)).toBe('other-service');
  });

  test('for an answer that somebody else has made', async () => {
    const { id, device, service } = headOf(ask!);
    const recipient = headOf(ask!).kind === 'ask' ? (headOf(ask!) as { answerTo: string }).answerTo : '';
    const { privateKey: signs } = generateKeyPairSync('ed25519');
    const head = { kind: 'answer', id, device, service } as const;
    expect(await atTheDesk(seal(head, partsOf(), { signs, recipient })!)).toBe('forged');
    const own = seal({ ...head, service: rawPublicKey(signs) }, partsOf(), { signs, recipient })!;
    expect(await atTheDesk(own)).toBe('other-service');
  });

  test('for an answer to what it has forgotten', async () => {
    const forgotten = await stick.write(bo!);
    const answered = value(await branch!.central.exchangeFile(forgotten)).answer;
    for (let n = 0; n < 12; n += 1) await stick.write(bo!);
    expect(await atTheDesk(answered, bo)).toBe('not-known');
  });

  test('for the same answer twice, and for one that is older than the last exchange', async () => {
    await call(bo!, '13900005678');
    const first = await stick.write(bo!);
    const [early, again] = [
      value(await branch!.central.exchangeFile(first)).answer,
      value(await branch!.central.exchangeFile(first)).answer,
    ];
    expect(await stick.take(bo!, early)).toBeNull();
    for (const file of [early, again]) expect(await atTheDesk(file, bo)).toBe('taken-before');
    const second = await stick.write(bo!);
    const late = value(await branch!.central.exchangeFile(second)).answer;
    branch!.cut(bo!, false);
    await endsCall(bo!);
    await branch!.settle();
    branch!.cut(bo!);
    expect(await atTheDesk(late, bo)).toBe('old');
  });
});

async function endsCall(desk: TestDesk): Promise<void> {
  const contactId = desk.contact().id;
  await desk.do('contact.command', { contactId, command: { type: 'end', by: 'customer' } });
}

test('the same file taken in twice at the service is done once', async () => {
  const count = () => branch!.central.database.all('SELECT count(*) AS n FROM op');
  const before = await count();
  expect((await branch!.central.exchangeFile(ask!)).ok).toBe(true);
  expect(await count()).toEqual(before);
});
