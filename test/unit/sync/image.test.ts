import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CaseId } from '#shared/base/ids.ts';
import { fail, ok } from '#shared/base/result.ts';
import type { ExchangeRequest } from '#shared/domain/sync/exchange.ts';
import type { Transport } from '#core/sync/transport.ts';
import { loadEnrolled } from '#core/sync/status.ts';
import { TestDesk } from '#kit/desk.ts';
import { FakeClock } from '#kit/fake-clock.ts';
import { knownBy } from '#kit/service/alike.ts';
import { Central } from '#kit/service/central.ts';
import { walk } from '../../contract/walk.ts';

let clock: FakeClock;
let central: Central;
const desks: TestDesk[] = [];

beforeEach(async () => {
  clock = new FakeClock();
  central = new Central(clock);
  await central.start();
});
afterEach(async () => {
  for (const desk of desks.splice(0)) desk.dispose();
  await central.dispose();
});

interface Watched {
  readonly transport: Transport;
  /** How many images were fetched to their end. Whether one was of use, `pulledFrom` tells. */
  images: number;
  /** Its link is down. */
  gone: boolean;
  /** What was asked for. */
  readonly requests: ExchangeRequest[];
}

/** Where the stream was pulled from at first: behind an image that was taken in, or at its beginning. */
const pulledFrom = ({ requests }: Watched): number => requests[0]?.cursors['branch:1'] ?? 0;

/** A transport that can be made to fail, and tells what went over it. */
function watched(change: (transport: Transport) => Partial<Transport> = () => ({})): Watched {
  const plain = central.transport('1');
  const transport = { ...plain, ...change(plain) };
  const watch: Watched = {
    images: 0,
    gone: false,
    requests: [],
    transport: {
      ...transport,
      exchange: (enrolled, request) => {
        if (watch.gone) return Promise.resolve(fail({ code: 'unreachable' } as const));
        watch.requests.push(request);
        return transport.exchange(enrolled, request);
      },
      imageBytes: async (...asked) => {
        const answer = await transport.imageBytes(...asked);
        if (answer.ok) watch.images += 1;
        return answer;
      },
    },
  };
  return watch;
}

async function newDesk(agentName: string, transport = watched().transport): Promise<TestDesk> {
  const desk = new TestDesk({ clock, transport });
  desks.push(desk);
  await desk.do('desk.setUp', {
    ...{ company: '云雀数码', department: '客户服务部', agentName, agentNumber: '', sampleData: false },
  });
  return desk;
}

const enrol = (desk: TestDesk): Promise<void> =>
  desk.do('sync.enrol', { service: 'https://service.invalid', code: 'AAAA-BBBB-CCCC' });

/** Every desk asks until nobody has anything to say. */
async function settle(): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    for (const desk of desks) {
      desk.workstation.parts.sync.poke();
      for (let part = 0; part < 5; part += 1) {
        clock.pass(10);
        for (let tick = 0; tick < 40; tick += 1) await new Promise(setImmediate);
        // Unpacking is done by another thread.
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    }
  }
}

async function call(desk: TestDesk, phone = '13800001234'): Promise<CaseId> {
  const wish = { channel: 'call', direction: 'inbound', phone, callbackId: null } as const;
  const { contactId } = await desk.do('contact.open', wish);
  await desk.do('contact.command', { contactId, command: { type: 'answer' } });
  return desk.contact().case!.id;
}

async function edit(desk: TestDesk, caseId: CaseId, field: string, value: string): Promise<void> {
  await desk.do('case.edit', { caseId, field, value });
  await desk.do('case.settle', { caseId });
}

const fieldsOf = async (desk: TestDesk, caseId: CaseId): Promise<Readonly<Record<string, string>>> =>
  (await desk.do('case.get', { caseId })).fields;

/** A desk on which everything was done that can be done, and two values that lost. */
async function history(): Promise<CaseId> {
  const busy = new TestDesk({ clock, transport: central.transport('1') });
  desks.push(busy);
  await walk(async (method, payload) => {
    const answer = await busy.client.ask(method, payload);
    return (answer as { value?: Record<string, unknown> }).value ?? {};
  });
  await enrol(busy);
  const bo = await newDesk('林珊');
  await enrol(bo);
  const caseId = await call(bo, '0571 8888 6666 转 801');
  await edit(bo, caseId, 'facts', '第一次写的');
  await settle();
  central.reachable = false;
  await edit(bo, caseId, 'facts', '林珊写的');
  await edit(bo, caseId, 'customer.surname', '"欧阳"\n');
  await edit(busy, caseId, 'facts', '周宁写的');
  central.reachable = true;
  await settle();
  expect(bo.state().sync.conflicts).toBe(1);
  return caseId;
}

/** Everything but what the service cannot be asked for comes as an image. */
const always = (): void => {
  central.pullable = 0;
};

describe('a desk that took the image', () => {
  test('has every table as the desk that pulled, and the same digests', async () => {
    await history();
    const pulled = await newDesk('拉');
    await enrol(pulled);
    await settle();
    always();
    const watch = watched();
    const imaged = await newDesk('像', watch.transport);
    await enrol(imaged);
    await settle();
    expect(watch.images).toBe(1);
    expect(pulledFrom(watch)).toBe(headOf(pulled));
    expect(imaged.state().sync).toMatchObject({ phase: 'current', pending: 0, conflicts: 1 });
    const [mine, theirs] = [knownBy(imaged.database), knownBy(pulled.database)];
    expect(Object.keys(mine).length).toBeGreaterThan(12);
    expect((mine.contact_event as unknown[]).length).toBeGreaterThan(10);
    expect((mine.conflict as unknown[]).length).toBe(1);
    expect(mine).toEqual(theirs);
    expect(imaged.database.pragma('foreign_key_check')).toEqual([]);
  });

  test('goes on from there: later edits come by pulling, on both sides', async () => {
    const caseId = await history();
    always();
    const watch = watched();
    const imaged = await newDesk('像', watch.transport);
    await enrol(imaged);
    await settle();
    await edit(imaged, caseId, 'facts', '后来写的');
    await settle();
    for (const desk of desks) expect(await fieldsOf(desk, caseId)).toMatchObject({ facts: '后来写的' });
    expect(watch.images).toBe(1);
    expect(pulledFrom(watch)).toBeGreaterThan(0);
    const [first, ...rest] = desks.map((desk) => knownBy(desk.database).cursors);
    for (const cursors of rest) expect(cursors).toEqual(first);
  });

  test('keeps what it did alone before, and hands it over', async () => {
    await history();
    always();
    const watch = watched();
    const alone = await newDesk('独', watch.transport);
    const own = await call(alone, '13800009999');
    await edit(alone, own, 'facts', '还没有人知道');
    await enrol(alone);
    await settle();
    expect(pulledFrom(watch)).toBeGreaterThan(0);
    expect(alone.state().sync).toMatchObject({ phase: 'current', pending: 0, quarantined: 0 });
    for (const desk of desks) expect(await fieldsOf(desk, own)).toMatchObject({ facts: '还没有人知道' });
  });
});

/** One case of one desk. */
async function shortHistory(): Promise<CaseId> {
  const bo = await newDesk('林珊');
  await enrol(bo);
  const caseId = await call(bo);
  await edit(bo, caseId, 'facts', '耳机左边没有声音');
  await settle();
  return caseId;
}

/** The disk of this desk is not as it was: a digest will not be that of the service. */
function diverge(desk: TestDesk): void {
  desk.database.exec(`UPDATE row_version SET seq = seq + 1 WHERE entity = 'case'`);
  desk.database.exec(`UPDATE service_case SET fields = '{}'`);
  desk.database.exec(`UPDATE sync_status SET status = json_set(status, '$.status.cursors."branch:1".digest.high', 1)`);
  desk.restart();
}

const headOf = (desk: TestDesk): number | undefined => loadEnrolled(desk.database)?.status.cursors['branch:1']?.seq;

const streamsOf = (desk: TestDesk): unknown[] => {
  const { epoch, cursors } = knownBy(desk.database);
  return [epoch, cursors];
};

test('rows that no program makes wait as they would behind a pull, and two things of one number are both there', async () => {
  const caseId = await shortHistory();
  const bo = desks[0]!;
  const of = bo.contact().id;
  const event = { type: 'silence-started' };
  for (const id of ['one', 'other'])
    await central.writes('contact-event', id, { of, seq: 91, at: clock.wall(), event });
  await central.writes('contact-event', 'newer', { of, seq: 92, at: clock.wall(), event: { type: 'hologram-shown' } });
  await central.writes('customer', 'half', { surname: '半' });
  await central.writes('case', caseId, { 'fields.model': ['M1'] });
  const pulled = await newDesk('拉');
  await enrol(pulled);
  await settle();
  always();
  const watch = watched();
  const imaged = await newDesk('像', watch.transport);
  await enrol(imaged);
  await settle();
  expect(pulledFrom(watch)).toBe(headOf(bo));
  expect(streamsOf(imaged)).toEqual(streamsOf(bo));
  const [mine, theirs] = [knownBy(imaged.database), knownBy(pulled.database)];
  for (const table of ['contact_event', 'service_case', 'customer', 'row_version'])
    expect(mine[table]).toEqual(theirs[table]);
  const count = (desk: TestDesk, from: string): unknown =>
    desk.database.prepare(`SELECT count(*) FROM ${from}`).pluck().get();
  for (const desk of [imaged, bo]) {
    expect(count(desk, 'contact_event WHERE seq = 91')).toBe(2);
    expect(count(desk, 'contact_event WHERE seq = 92')).toBe(0);
    expect(await fieldsOf(desk, caseId)).toEqual({ facts: '耳机左边没有声音' });
  }
  expect(imaged.database.pragma('foreign_key_check')).toEqual([]);
});

describe('a stream that is taken in anew', () => {
  test('heals a desk whose rows differ, with edits that nobody has seen yet', async () => {
    const caseId = await history();
    const watch = watched();
    const ann = await newDesk('周宁', watch.transport);
    await enrol(ann);
    await settle();
    always();
    diverge(ann);
    const asked = watch.requests.length;
    central.reachable = false;
    await edit(ann, caseId, 'facts', '断网时写的');
    central.reachable = true;
    // Any entry makes the digests be compared.
    await edit(desks[0]!, caseId, 'customer.title', '女士');
    await settle();
    expect(watch.images).toBe(1);
    // It was never pulled from the beginning.
    expect(watch.requests.slice(asked).every(({ cursors }) => (cursors['branch:1'] ?? 0) > 0)).toBe(true);
    expect(ann.state().sync).toMatchObject({ phase: 'current', pending: 0 });
    for (const desk of desks) expect(await fieldsOf(desk, caseId)).toMatchObject({ facts: '断网时写的' });
    expect(knownBy(ann.database).row_version).toEqual(knownBy(desks[1]!.database).row_version);
    expect(streamsOf(ann)).toEqual(streamsOf(desks[1]!));
    // Every other case has its fields again.
    const fields = (desk: TestDesk): unknown =>
      desk.database.prepare('SELECT id, json(fields) FROM service_case ORDER BY id').all();
    expect(fields(ann)).toEqual(fields(desks[1]!));
  });

  test('is pulled where the image is of another life of the service', async () => {
    const caseId = await shortHistory();
    const watch = watched((plain) => ({
      image: async (...asked) => {
        const answer = await plain.image(...asked);
        return answer.ok && answer.value !== null ? ok({ ...answer.value, epoch: 'another' }) : answer;
      },
    }));
    const ann = await newDesk('周宁', watch.transport);
    await enrol(ann);
    await settle();
    always();
    diverge(ann);
    await edit(desks[0]!, caseId, 'customer.title', '女士');
    await settle();
    expect(watch.images).toBe(0);
    expect(streamsOf(ann)).toEqual(streamsOf(desks[0]!));
  });
});

describe('a desk that was away for longer than the log is kept', () => {
  async function away(watch: Watched): Promise<readonly [TestDesk, CaseId]> {
    const caseId = await shortHistory();
    const ann = await newDesk('周宁', watch.transport);
    await enrol(ann);
    await settle();
    watch.gone = true;
    await edit(ann, caseId, 'facts', '离线时写的');
    await edit(desks[0]!, caseId, 'customer.title', '女士');
    await settle();
    await central.database.all(`DELETE FROM log WHERE stream = 'branch:1'`);
    watch.gone = false;
    return [ann, caseId];
  }

  test('takes the image, and its own edits come through', async () => {
    const watch = watched();
    const [ann, caseId] = await away(watch);
    await settle();
    expect(watch.images).toBe(1);
    expect(ann.state().sync).toMatchObject({ phase: 'current', pending: 0 });
    for (const desk of desks) {
      const found = await desk.do('case.get', { caseId });
      expect(found).toMatchObject({ fields: { facts: '离线时写的' }, customer: { title: '女士' } });
    }
    expect(streamsOf(ann)).toEqual(streamsOf(desks[0]!));
  });

  test('and cannot have the image yet: it stays as it is, says so, and asks again', async () => {
    let refuses = true;
    const watch = watched((plain) => ({
      image: (...asked) =>
        refuses ? Promise.resolve(fail({ code: 'not-understood' } as const)) : plain.image(...asked),
    }));
    const [ann, caseId] = await away(watch);
    await settle();
    expect(ann.state().sync).toMatchObject({ phase: 'offline' });
    expect(await fieldsOf(ann, caseId)).toMatchObject({ facts: '离线时写的' });
    expect(watch.requests.length).toBeLessThan(60);
    refuses = false;
    await settle();
    expect(ann.state().sync).toMatchObject({ phase: 'current', pending: 0 });
    expect(streamsOf(ann)).toEqual(streamsOf(desks[0]!));
  });
});

describe('an image that is of no use is not taken, and the desk pulls', () => {
  const spoilt = (change: (bytes: Uint8Array) => Uint8Array) => (plain: Transport) => ({
    imageBytes: (...[enrolled, sha256, from, take]: Parameters<Transport['imageBytes']>) =>
      plain.imageBytes(enrolled, sha256, from, (part, at) => take(change(part), at)),
  });
  const offered = (change: object) => (plain: Transport) => ({
    image: async (...asked: Parameters<Transport['image']>) => {
      const answer = await plain.image(...asked);
      return answer.ok && answer.value !== null ? ok({ ...answer.value, ...change }) : answer;
    },
    // The kit finds a file by its hash; a wrong one is found too.
    imageBytes: async (...[enrolled, sha256, from, take]: Parameters<Transport['imageBytes']>) => {
      const real = await plain.image(enrolled, { stream: 'branch:1', from: 0, format: 1 });
      return plain.imageBytes(enrolled, real.ok ? (real.value?.sha256 ?? sha256) : sha256, from, take);
    },
  });

  test.each<readonly [string, (plain: Transport) => Partial<Transport>]>([
    ['one byte is another', spoilt((bytes) => Buffer.from(bytes).fill(bytes[40]! ^ 1, 40, 41))],
    ['it ends early', spoilt((bytes) => bytes.subarray(0, bytes.length - 9))],
    ['it is longer', spoilt((bytes) => Buffer.concat([bytes, Buffer.from('more')]))],
    ['its hash is another', offered({ sha256: 'a'.repeat(64) })],
    ['its rows are not those of the digest', offered({ digest: { high: 1, low: 2 } })],
    ['it is larger than a desk takes', offered({ bytes: 1_000_000_000 })],
    ['it unpacks to more than it says', offered({ fileBytes: 100_000 })],
    ['the service refuses', () => ({ image: () => Promise.resolve(fail({ code: 'not-understood' } as const)) })],
  ])('%s', async (_, change) => {
    const caseId = await shortHistory();
    always();
    const watch = watched(change);
    const desk = await newDesk('林', watch.transport);
    await enrol(desk);
    await settle();
    expect(pulledFrom(watch)).toBe(0);
    expect(desk.state().sync.phase).toBe('current');
    expect(await fieldsOf(desk, caseId)).toEqual({ facts: '耳机左边没有声音' });
    expect(streamsOf(desk)).toEqual(streamsOf(desks[0]!));
  });
});

describe('taking in', () => {
  /** Runs in the transaction, when all of the image is written. */
  function atTheEnd(desk: TestDesk, run: () => void): void {
    let runs = 0;
    desk.database.function('moment', () => {
      runs += 1;
      if (runs === 1) run();
      return null;
    });
    desk.database.exec(`CREATE TEMP TRIGGER the_end AFTER UPDATE ON main.sync_status
      WHEN json_extract(new.status, '$.status.cursors."branch:1".seq') > 0 BEGIN SELECT moment(); END`);
  }

  const rowsOf = (desk: TestDesk): unknown =>
    desk.database.prepare('SELECT (SELECT count(*) FROM service_case), (SELECT count(*) FROM row_version)').raw().get();

  test('that is cut off by a crash has taken in nothing, and begins anew', async () => {
    const caseId = await shortHistory();
    always();
    const watch = watched();
    const desk = await newDesk('崩', watch.transport);
    let left = '';
    atTheEnd(desk, () => {
      left = mkdtempSync(join(tmpdir(), 'zuoxi-left-'));
      cpSync(desk.folder.path, left, { recursive: true });
    });
    await enrol(desk);
    await settle();
    expect(left).not.toBe('');
    expect(readdirSync(left).filter((name) => name.endsWith('.tmp'))).toHaveLength(1);
    desks.splice(desks.indexOf(desk), 1);
    const after = new TestDesk({ clock, transport: watch.transport, copyOf: left });
    rmSync(left, { recursive: true });
    desks.push(after);
    expect(rowsOf(after)).toEqual([0, 0]);
    expect(readdirSync(after.folder.path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    await settle();
    expect(watch.images).toBe(2);
    expect(pulledFrom(watch)).toBeGreaterThan(0);
    expect(await fieldsOf(after, caseId)).toEqual({ facts: '耳机左边没有声音' });
    expect(streamsOf(after)).toEqual(streamsOf(desks[0]!));
    desk.dispose();
  });

  test('that the disk refuses at its end leaves nothing behind, also beside the database', async () => {
    const caseId = await shortHistory();
    always();
    const watch = watched();
    const desk = await newDesk('满', watch.transport);
    let refused = false;
    atTheEnd(desk, () => {
      refused = true;
      throw new Database.SqliteError('the disk is full', 'SQLITE_FULL');
    });
    await enrol(desk);
    await settle();
    expect([refused, watch.images, pulledFrom(watch)]).toEqual([true, 1, 0]);
    expect(readdirSync(desk.folder.path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(await fieldsOf(desk, caseId)).toEqual({ facts: '耳机左边没有声音' });
  });
});

test('a link that breaks in the middle: the next attempt goes on where it broke', async () => {
  await shortHistory();
  always();
  const asked: number[] = [];
  const watch = watched((plain) => ({
    imageBytes: async (enrolled, sha256, from, take) => {
      asked.push(from);
      if (asked.length > 1) return plain.imageBytes(enrolled, sha256, from, take);
      await plain.imageBytes(enrolled, sha256, from, (part, at) => take(part.subarray(0, 1_000), at));
      return fail({ code: 'unreachable' });
    },
  }));
  const desk = await newDesk('断', watch.transport);
  await enrol(desk);
  await settle();
  expect(asked).toEqual([0, 1_000]);
  expect(watch.images).toBe(1);
  expect(pulledFrom(watch)).toBeGreaterThan(0);
  expect(streamsOf(desk)).toEqual(streamsOf(desks[0]!));
});

test.each<readonly [string, Partial<Transport>]>([
  ['it can be asked for', { image: () => Promise.resolve(fail({ code: 'unreachable' } as const)) }],
  ['its bytes come through', { imageBytes: () => Promise.resolve(fail({ code: 'unreachable' } as const)) }],
])('a way on which everything but an image comes through keeps no desk away, whether or not %s', async (_, change) => {
  const caseId = await shortHistory();
  always();
  const watch = watched(() => change);
  const desk = await newDesk('隔', watch.transport);
  const own = await call(desk, '13800009999');
  await enrol(desk);
  await settle();
  expect(desk.state().sync).toMatchObject({ phase: 'current', pending: 0 });
  expect(await fieldsOf(desk, caseId)).toEqual({ facts: '耳机左边没有声音' });
  expect((await desks[0]!.do('case.get', { caseId: own })).id).toBe(own);
});
