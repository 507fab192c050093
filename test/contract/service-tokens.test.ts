import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROTOCOL } from '#shared/contract/sync.ts';
import { failureOf, get, HttpDesk, post } from '#kit/service/http-desk.ts';
import { RunningService } from '#kit/service/running.ts';

const MINUTE = 60_000;
const service = new RunningService();
let desk: HttpDesk;
let other: HttpDesk;

beforeAll(async () => {
  await service.start();
  desk = await HttpDesk.enrol(service.address, await service.code());
  other = await HttpDesk.enrol(service.address, await service.code());
});

afterAll(() => service.dispose());

async function atClock<T>(ahead: number, run: () => Promise<T>): Promise<T> {
  service.ahead = ahead;
  return run().finally(() => (service.ahead = 0));
}

async function used(token: string): Promise<string | null> {
  return failureOf(await get(service.address, '/packs', token));
}

describe('a token', () => {
  test('opens for fifteen minutes', async () => {
    expect(await used(desk.token)).toBeNull();
    expect(await atClock(14 * MINUTE, () => used(desk.token))).toBeNull();
    expect(await atClock(16 * MINUTE, () => used(desk.token))).toBe('token-expired');
  });

  test('of a clock that was set back since does not open', async () => {
    expect(await atClock(-10 * MINUTE, () => used(desk.token))).toBe('token-refused');
  });

  test('that was changed anywhere does not open', async () => {
    const { token } = desk;
    for (let at = 3; at < token.length; at += 7) {
      const letter = token[at] === 'A' ? 'B' : 'A';
      expect(await used(`${token.slice(0, at)}${letter}${token.slice(at + 1)}`)).toBe('token-refused');
    }
  });

  test('that somebody else sealed does not open', async () => {
    const claims = Buffer.from(JSON.stringify({ device: desk.id, from: service.now(), until: service.now() + MINUTE }));
    const text = claims.toString('base64url');
    for (const seal of ['', 'secret', 'z1']) {
      const proof = createHmac('sha256', seal).update(`zuoxi token\n${text}`).digest('base64url');
      expect(await used(`z1.${text}.${proof}`)).toBe('token-refused');
    }
    for (const nonsense of ['z1..', `z1.${text}`, `z1.${text}.`, 'z1.x.y.z', 'z2.a.b']) {
      expect(await used(nonsense)).toBe('token-refused');
    }
  });
});

describe('a challenge', () => {
  test('is answered once', async () => {
    const challenge = await desk.challenge();
    expect((await desk.answer(challenge)).status).toBe(200);
    expect(failureOf(await desk.answer(challenge))).toBe('challenge-refused');
  });

  test('of another device is refused, and used up', async () => {
    const challenge = await other.challenge();
    expect(failureOf(await desk.answer(challenge))).toBe('challenge-refused');
    expect(failureOf(await other.answer(challenge))).toBe('challenge-refused');
  });

  test('expires after a minute, and at once when the clock was set back', async () => {
    const [late, early] = [await desk.challenge(), await desk.challenge()];
    expect(failureOf(await atClock(61_000, () => desk.answer(late)))).toBe('challenge-refused');
    expect(failureOf(await atClock(-61_000, () => desk.answer(early)))).toBe('challenge-refused');
  });

  test('that nobody made is refused', async () => {
    expect(failureOf(await desk.answer('A'.repeat(43)))).toBe('challenge-refused');
  });

  test('signed by another key is refused', async () => {
    const challenge = await desk.challenge();
    const signature = 'A'.repeat(86);
    const body = { protocol: PROTOCOL, device: desk.id, challenge, signature };
    expect(failureOf(await post(service.address, '/token', body))).toBe('challenge-refused');
  });

  test('is in no file', async () => {
    await desk.challenge();
    const file = new Sqlite(join(service.folder, 'service.sqlite'), { readonly: true });
    const tables = file.prepare<[], string>('SELECT name FROM sqlite_schema').pluck().all();
    file.close();
    expect(tables).not.toContain('challenge');
    expect(tables).toContain('device');
  });

  test('is given for any name, so that it does not tell which devices there are', async () => {
    const answer = await post(service.address, '/challenge', { protocol: PROTOCOL, device: 'nobody-has-this-name' });
    expect(answer.status).toBe(200);
  });
});

describe('an enrolment code', () => {
  const enrol = (code: string): Promise<HttpDesk> => HttpDesk.enrol(service.address, code);

  test('works once, however it is typed', async () => {
    const code = await service.code();
    await enrol(` ${code.toLowerCase().replaceAll('-', ' ')} `);
    await expect(enrol(code)).rejects.toThrow();
  });

  test('works for one of two who use it at once', async () => {
    const code = await service.code();
    const both = await Promise.allSettled([enrol(code), enrol(code)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('expires', async () => {
    const code = await service.code('agent', 'hz', [], 1_000);
    await expect(atClock(2_000, () => enrol(code))).rejects.toThrow();
  });

  test('is void after five wrong attempts', async () => {
    const code = await service.code();
    const wrong = `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`;
    for (let attempt = 0; attempt < 5; attempt += 1) await expect(enrol(wrong)).rejects.toThrow();
    await expect(enrol(code)).rejects.toThrow();
  });

  test('is not in the database', async () => {
    const code = await service.code();
    const rows = await service.service.parts.database.all('SELECT * FROM code');
    expect(JSON.stringify(rows)).not.toContain(code.replaceAll('-', '').slice(4));
  });

  test('gives what it was made for', async () => {
    const { enrolment } = await enrol(await service.code('supervisor', 'hz', ['sh']));
    expect(enrolment).toMatchObject({
      ...{ branch: 'hz', role: 'supervisor', home: 'branch:hz' },
      grants: { 'branch:hz': 'write', 'branch:sh': 'write', shared: 'read' },
    });
  });
});

test('a desk that a restored service does not know comes in by its certificate, and by no other', async () => {
  const { database } = service.service.parts;
  const lost = await HttpDesk.enrol(service.address, await service.code('lead'));
  await database.all('DELETE FROM device WHERE id = $1', [lost.id]);
  expect(failureOf(await lost.answer(await lost.challenge()))).toBe('unknown-device');
  const { certificate } = lost.enrolment;
  for (const wrong of [
    other.enrolment.certificate,
    // Its first byte: of the last characters not every bit counts.
    certificate.replace(/\.(.)/u, (_, first: string) => (first === 'A' ? '.B' : '.A')),
    'x',
    'a.b',
    `e30.${certificate.split('.')[1]!}`,
  ]) {
    expect(failureOf(await lost.answer(await lost.challenge(), wrong))).toBe('unknown-device');
  }
  expect(failureOf(await other.answer(await lost.challenge(), certificate))).toBe('challenge-refused');
  await lost.renew(certificate);
  expect(await database.device(lost.id)).toMatchObject({ role: 'lead', home: 'branch:hz', lastSeq: 0, revoked: false });
});

test('a certificate does not undo a revocation', async () => {
  const gone = await HttpDesk.enrol(service.address, await service.code());
  await post(service.address, '/admin/devices/revoke', { device: gone.id }, service.adminToken);
  await gone.renew(gone.enrolment.certificate);
  expect(await used(gone.token)).toBe('revoked');
});

test('who revokes a desk hears whether it was one that is here; an id in capitals is none', async () => {
  const gone = await HttpDesk.enrol(service.address, await service.code());
  const revoke = (device: string) => post(service.address, '/admin/devices/revoke', { device }, service.adminToken);
  expect((await revoke(gone.id.toUpperCase())).status).toBe(404);
  expect(await used(gone.token)).toBeNull();
  expect((await revoke(gone.id)).body).toEqual({ ok: true, outcome: 'revoked' });
  expect(await used(gone.token)).toBe('revoked');
});

test('a desk that a restored service does not know is revoked ahead, and a certificate does not undo that', async () => {
  const { database } = service.service.parts;
  const lost = await HttpDesk.enrol(service.address, await service.code('lead'));
  await database.all('DELETE FROM device WHERE id = $1', [lost.id]);
  const revoke = (device: string) => post(service.address, '/admin/devices/revoke', { device }, service.adminToken);
  expect((await revoke('nobody')).status).toBe(404);
  expect((await revoke(lost.id)).body).toEqual({ ok: true, outcome: 'ahead' });
  expect(failureOf(await lost.answer(await lost.challenge()))).toBe('unknown-device');
  await lost.renew(lost.enrolment.certificate);
  expect(await used(lost.token)).toBe('revoked');
  expect(await database.device(lost.id)).toMatchObject({ role: 'lead', home: 'branch:hz', revoked: true });
});
