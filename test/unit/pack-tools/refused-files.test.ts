import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { readArrivedPack } from '#core/scripts/arrived-pack.ts';
import { loadPack } from '#core/scripts/load-pack.ts';
import { readWhole } from '#parcel/files.ts';
import { rawPublicKey } from '#parcel/keys.ts';
import { readPackFile, writePackFile } from '#parcel/pack-file.ts';
import { PACK_FILE_BYTES } from '#shared/domain/pack/signed-file.ts';
import { zhPack } from '#kit/desk.ts';
import { PACK_KEY, signedPack, testPackKey } from '#kit/service/pack-key.ts';

const { pack } = zhPack();
const TODAY = '2026-03-02';
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = Buffer.from(signedPack(pack)).toString();
const [header = '', body = ''] = text.split('\n');
const other = testPackKey(9);

/** A pack with one line more, which says this. */
function saying(line: string): Uint8Array {
  return signedPack({ ...pack, situations: [{ ...pack.situations[0], hint: line }, ...pack.situations.slice(1)] });
}

function signedBody(json: string): Uint8Array {
  return writePackFile(json, testPackKey());
}

const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;

const refused: readonly (readonly [what: string, file: Uint8Array, reason: string, fault: string | null])[] = [
  ['that is no pack', encode('%PDF-1.7\nnothing'), 'not-a-pack', null],
  ['that is empty', encode(''), 'not-a-pack', null],
  ['of sources', encode('id: a\nversion: 1.0.0\n'), 'not-a-pack', null],
  ['that was tampered with', encode(text.replace('您好', '你好')), 'damaged', null],
  ['that was cut off', encode(text.slice(0, -100)), 'damaged', null],
  ['with something behind it', encode(`${text}more\n`), 'damaged', null],
  ['that is larger than any', new Uint8Array(PACK_FILE_BYTES + 1), 'too-large', null],
  ['that nobody signed', signedPack(pack, null), 'not-signed', null],
  ['that somebody else signed', signedPack(pack, other), 'unknown-signer', null],
  [
    'that somebody else signed in a trusted name',
    encode(Buffer.from(signedPack(pack, other)).toString().replace(rawPublicKey(other), PACK_KEY)),
    'forged',
    null,
  ],
  [
    'with the signature of another pack',
    encode(
      `${header.replace(/"sha256":"\w+"/u, `"sha256":"${readHash(signedPack({ ...pack, name: '别的' }))}"`)}\n${
        Buffer.from(signedPack({ ...pack, name: '别的' }))
          .toString()
          .split('\n')[1] ?? ''
      }\n`,
    ),
    'forged',
    null,
  ],
  ['that has expired', signedPack({ ...pack, expiresOn: '2026-03-01' }), 'expired', null],
  ['of a newer format', encode(text.replace('"format":1', '"format":2')), 'too-new', null],
  ['whose content is of a newer format', signedPack({ ...pack, format: 99 }), 'faults', 'format-too-new'],
  ['that says a name twice', signedBody(body.replace('{', '{"id":"x",')), 'damaged', null],
  ['that is nested without end', signedBody(deep), 'faults', 'too-deep'],
  ['that names the prototype', signedBody('{"__proto__":{"id":"x"}}'), 'faults', 'reserved-name'],
  [
    'that names the constructor',
    signedPack({ ...pack, lines: { ...pack.lines, constructor: [] } }),
    'faults',
    'reserved-name',
  ],
  [
    'with an id that all objects have',
    signedPack({ ...pack, moods: [{ id: 'constructor' }] }),
    'faults',
    'reserved-name',
  ],
  ['with a part of a page', saying('<script>alert(1)</script>'), 'faults', 'markup'],
  ['with a picture in a line', saying('您好<img src=x onerror=alert(1)>'), 'faults', 'markup'],
  ['with letters that turn the text', saying('您好\u202E'), 'faults', 'unseen-characters'],
  ['with a letter that is not seen', saying('随\u200B便'), 'faults', 'unseen-characters'],
  ['with half a letter', saying('您好\uD83D'), 'faults', 'unseen-characters'],
  ['with a mark before it', encode(`\uFEFF${text}`), 'not-a-pack', null],
  [
    'with a byte that is read like the letter that was signed',
    Buffer.from(Buffer.from(saying('\uFFFD')).toString('latin1').replace('\u00EF\u00BF\u00BD', '\u00FF'), 'latin1'),
    'not-a-pack',
    null,
  ],
  ['that is no group', signedBody('[]'), 'faults', 'wrong-type'],
  ['with a fault', signedPack({ ...pack, moods: [] }), 'faults', 'too-few'],
];

function readHash(file: Uint8Array): string {
  const read = readPackFile(file);
  return read.ok ? read.value.sha256 : '';
}

test.each(refused)('a file %s is refused with its reason', (_what, file, reason, fault) => {
  const read = readArrivedPack(file, { trusted: [PACK_KEY], today: TODAY });
  expect(read).toMatchObject({ ok: false, error: { reason } });
  if (fault !== null) expect(read).toMatchObject({ error: { faults: [{ code: fault }] } });
});

test('what is a pack is taken: signed, on its last day, before its first one, with a text that only looks like a pattern', () => {
  const around = { trusted: [rawPublicKey(other), PACK_KEY], today: TODAY };
  for (const file of [
    signedPack(pack),
    signedPack(pack, other),
    signedPack({ ...pack, expiresOn: TODAY }),
    signedPack({ ...pack, effectiveFrom: '2026-12-01' }),
    // No text of a pack is a pattern for anything: it is compared as it stands.
    saying('(a+)+$ [a-z]{1,} 3 < 5'),
  ]) {
    const read = readArrivedPack(file, around);
    expect(read.ok ? [] : read.error).toEqual([]);
  }
  expect(readArrivedPack(signedPack(pack), around)).toMatchObject({ value: { hash: zhPack().hash } });
  expect(readArrivedPack(signedPack(pack, other), around)).toMatchObject({ value: { hash: zhPack().hash } });
});

test('who has not signed is told by a fingerprint', () => {
  const read = readArrivedPack(signedPack(pack, other), { trusted: [], today: TODAY });
  expect(read).toMatchObject({
    error: { signer: { fingerprint: expect.stringMatching(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/u) as unknown } },
  });
});

test('of 50 MB nothing is read, nor of sources of that size', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zuoxi-large-'));
  const file = join(folder, 'large.yaml');
  writeFileSync(file, '');
  truncateSync(file, 50 * 1024 * 1024);
  expect(readWhole(file, PACK_FILE_BYTES)).toEqual({ ok: false, error: 'too-large' });
  expect(loadPack(file)).toMatchObject({ error: [{ code: 'file-too-large' }] });
  rmSync(folder, { recursive: true });
});

test.each([
  ['a bomb of aliases', `a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n`, 'yaml-alias'],
  ['lists without end', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`, 'too-deep'],
  ['groups without end', Array.from({ length: 200 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), 'too-deep'],
  ['the prototype', `__proto__: { id: x }\n`, 'reserved-name'],
])('sources with %s are refused', (_what, content, code) => {
  const folder = mkdtempSync(join(tmpdir(), 'zuoxi-wild-'));
  writeFileSync(join(folder, 'pack.yaml'), content);
  expect(loadPack(folder)).toMatchObject({ ok: false, error: [{ code }] });
  rmSync(folder, { recursive: true });
});

test('the same pack has the same bytes, and its hash is of its canonical JSON', () => {
  expect(signedPack(pack)).toEqual(signedPack(structuredClone(pack)));
  expect(body).toBe(canonicalJson(pack));
});
