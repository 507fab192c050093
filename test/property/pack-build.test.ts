import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { isGroup } from '#shared/base/group.ts';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { completeText, fillLine } from '#shared/domain/pack/slots.ts';
import { loadPack } from '#core/scripts/load-pack.ts';
import { writePackFile } from '#parcel/pack-file.ts';
import { value, zhPack } from '#kit/desk.ts';
import { Random } from '#kit/random.ts';

/** Its writer of YAML breaks long quoted lines wrongly now and then. */
const options = { lineWidth: 0 };

/** The same value with the names of its groups in another order. */
function shuffled(of: unknown, order: (names: readonly string[]) => readonly string[]): unknown {
  if (Array.isArray(of)) return of.map((item) => shuffled(item, order));
  if (!isGroup(of)) return of;
  return Object.fromEntries(order(Object.keys(of)).map((name) => [name, shuffled(of[name], order)]));
}

function built(files: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'zuoxi-build-'));
  files.forEach((text, index) => writeFileSync(join(folder, `${String(index)}.yaml`), text));
  const { pack } = value(loadPack(folder));
  rmSync(folder, { recursive: true });
  return Buffer.from(writePackFile(canonicalJson(pack), null)).toString();
}

test('a build is the same byte for byte, whatever the order of names, the comments and the files', () => {
  const { pack } = zhPack();
  const expected = Buffer.from(writePackFile(canonicalJson(pack), null)).toString();
  const style = fc.record({
    form: fc.constantFrom('flow', 'block', 'json'),
    comment: fc.stringMatching(/^[a-z ]{0,20}$/u),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(style, ({ form, comment, seed }) => {
      const random = new Random(seed);
      const order = (names: readonly string[]) =>
        names
          .map((name) => [random.next(), name] as const)
          .sort(([a], [b]) => a - b)
          .map(([, name]) => name);
      const parts: Record<string, unknown>[] = [{}, {}, {}, {}];
      for (const name of order(Object.keys(pack))) {
        random.pick(parts)[name] = shuffled((pack as Readonly<Record<string, unknown>>)[name], order);
      }
      const texts = parts
        .filter((part) => Object.keys(part).length > 0)
        .map((part) =>
          form === 'json' ? JSON.stringify(part) : stringify(part, { ...options, collectionStyle: form }),
        )
        .map((text) => `# ${comment}\n${text}`);
      expect(built(texts)).toBe(expected);
    }),
    { numRuns: 20 },
  );
});

test('a line or a variant that was filled shows no brace, whatever the facts are', () => {
  const { pack } = zhPack();
  const texts = Object.values(pack.lines)
    .flat()
    .concat(pack.situations.flatMap(({ lines }) => lines))
    .flatMap(({ text, variants = [] }) => [text, ...variants]);
  const wild = fc.string({ unit: fc.constantFrom('{', '}', '|', 'a', '.', '您'), maxLength: 30 });
  const facts = fc.dictionary(
    fc.constantFrom('customer.address', 'agent.name', 'case.facts', 'callback.due', 'a'),
    wild,
  );
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...texts), wild), facts, (text, known) => {
      const filled = fillLine(text, known);
      expect(filled.map((part) => (part.kind === 'open' ? '' : part.text)).join('')).not.toMatch(/[{}]/u);
      expect(completeText(filled) ?? '').not.toMatch(/[{}]/u);
    }),
  );
});
