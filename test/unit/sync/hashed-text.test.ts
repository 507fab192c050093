import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, type Json } from '#shared/base/canonical-json.ts';
import { hashedText } from '#shared/domain/sync/op.ts';

const text = fc.string({ unit: 'binary' });
const op = fc.record(
  {
    ...{ seq: fc.maxSafeNat(), wall: fc.integer(), counter: fc.nat(), entity: text, id: text, origin: text },
    kind: fc.constantFrom('insert' as const, 'update' as const, 'append' as const),
    body: fc.dictionary(text, fc.jsonValue()),
  },
  { requiredKeys: ['seq', 'wall', 'counter', 'entity', 'id', 'kind', 'body'] },
);

test('an op is hashed over the canonical text of all that it says', () => {
  fc.assert(
    fc.property(text, text, op, (device, prev, { body, ...said }) => {
      const { seq, wall, counter, entity, id, kind, origin } = said;
      const change = { entity, id, kind, body: body as Readonly<Record<string, Json>> };
      const whole = canonicalJson({ device, seq, clock: [wall, counter], prev, change, origin });
      expect(hashedText(device, said, canonicalJson(body), prev)).toBe(whole);
    }),
  );
});
