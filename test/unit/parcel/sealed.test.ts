import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PARCEL_LIMITS, type ParcelHead } from '#shared/contract/sync.ts';
import { newSealingPair, rawPublicKey, sealingKey } from '#parcel/keys.ts';
import { seal, Sealed } from '#parcel/parcel.ts';
import { packText, Parts, partsOf, unpackText } from '#parcel/parts.ts';
import { value } from '#kit/desk.ts';

const { privateKey: signs } = generateKeyPairSync('ed25519');
const reader = newSealingPair();
const head = { kind: 'answer', id: 'A'.repeat(22), device: 'desk-1', service: rawPublicKey(signs) } as const;
const sealed = (content: Uint8Array, recipient = reader.publicKey): Buffer =>
  seal(head, content, { signs, recipient })!;

describe('a sealed file', () => {
  test('is opened by its reader, says who made it, and shows nothing of what is in it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000 }), (content) => {
        const file = value(Sealed.read(sealed(content)));
        expect(file.isSignedBy(rawPublicKey(signs))).toBe(true);
        expect(file.open(reader)?.equals(content)).toBe(true);
      }),
      { numRuns: 40 },
    );
    expect(sealed(Buffer.from('13800001234')).includes('13800001234')).toBe(false);
  });

  test('is another one each time, also of the same content', () => {
    const [one, other] = [sealed(Buffer.from('same')), sealed(Buffer.from('same'))];
    expect(value(Sealed.read(one)).head.ephemeral).not.toBe(value(Sealed.read(other)).head.ephemeral);
    expect(one.subarray(-100).equals(other.subarray(-100))).toBe(false);
  });

  test('is opened by nobody else', () => {
    const file = value(Sealed.read(sealed(Buffer.from('secret'))));
    expect(file.open(newSealingPair())).toBeNull();
    expect(file.open({ privateKey: 'AA', publicKey: reader.publicKey })).toBeNull();
    const stranger = generateKeyPairSync('ed25519').privateKey;
    expect(file.isSignedBy(rawPublicKey(stranger))).toBe(false);
    expect(file.isSignedBy('no key')).toBe(false);
  });

  test('cannot be given another outside: who it is from, for what, to which question', () => {
    const good = sealed(Buffer.from('secret'));
    for (const [was, instead] of [
      ['"desk-1"', '"desk-2"'],
      ['A'.repeat(22), 'B'.repeat(22)],
    ] as const) {
      const changed = Buffer.from(good.toString('latin1').replace(was, instead), 'latin1');
      const file = value(Sealed.read(changed));
      expect(file.isSignedBy(rawPublicKey(signs))).toBe(false);
      expect(file.open(reader)).toBeNull();
    }
  });

  test('is made for no key with which everybody would have the same secret', () => {
    for (const recipient of ['', 'AAAA', Buffer.alloc(32).toString('base64url')])
      expect(seal(head, Buffer.from('x'), { signs, recipient })).toBeNull();
    expect(sealingKey('AAAA')).toBeNull();
  });
});

test('whatever lies there, reading it ends with a file or with a reason', () => {
  const good = sealed(Buffer.from('secret'));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(good.length), (noise, at) => {
      for (const bytes of [noise, Buffer.concat([good.subarray(0, at), noise])]) {
        const read = Sealed.read(bytes);
        if (read.ok) expect(read.value.isSignedBy(rawPublicKey(signs))).toBe(Buffer.compare(bytes, good) === 0);
        else expect(['not-a-parcel', 'incomplete', 'damaged', 'too-new']).toContain(read.error);
      }
    }),
    { numRuns: 300 },
  );
});

test('a head that is longer than any is not read', () => {
  const long = { ...head, device: 'x'.repeat(PARCEL_LIMITS.headBytes) } as unknown as ParcelHead & { kind: 'answer' };
  const file = seal(long, Buffer.alloc(1), { signs, recipient: reader.publicKey })!;
  expect(Sealed.read(file)).toEqual({ ok: false, error: 'damaged' });
});

describe('what is inside', () => {
  test('comes out part by part as it was put in', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 20 }), (all) => {
        const parts = new Parts();
        for (const part of all) parts.add(part);
        expect(parts.all().length).toBe(parts.bytes);
        expect(partsOf(parts.all())?.map((part) => [...part])).toEqual(all.map((part) => [...part]));
      }),
    );
  });

  test('is nothing when lengths do not fit, or when there are more parts than may be', () => {
    for (const bytes of [[0], [0, 0, 0, 1], [255, 255, 255, 255, 0]])
      expect(partsOf(Uint8Array.from(bytes))).toBeNull();
    expect(partsOf(Buffer.alloc(4 * PARCEL_LIMITS.parts))).toHaveLength(PARCEL_LIMITS.parts);
    expect(partsOf(Buffer.alloc(4 * (PARCEL_LIMITS.parts + 1)))).toBeNull();
  });

  test('text is packed, and given up where it would become too large', () => {
    const text = '客户说耳机左边没有声音。'.repeat(1_000);
    expect(packText(text).length).toBeLessThan(200);
    expect(unpackText(packText(text))).toBe(text);
    expect(unpackText(Buffer.from(text))).toBeNull();
    expect(unpackText(packText('x'.repeat(PARCEL_LIMITS.partBytes)))).toHaveLength(PARCEL_LIMITS.partBytes);
    expect(unpackText(packText('x'.repeat(PARCEL_LIMITS.partBytes + 1)))).toBeNull();
  });
});
