import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { IMAGE_FORMAT } from '#shared/contract/sync.ts';
import { entities } from '#shared/domain/sync/entities.ts';
import type { Field } from '#shared/domain/sync/entity.ts';

/** A desk copies columns without looking at each value. Another field needs no other format: then only the hash is another. */
test('who lets a declared field hold other values raises the format of images', () => {
  const shapeOf = ({ schema }: Field): unknown => z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  const declared = [...entities.values()].map(({ name, fields, anyField }) => [
    name,
    Object.entries(fields).map(([field, declaration]) => [field, shapeOf(declaration)]),
    anyField === undefined ? null : shapeOf(anyField.field),
  ]);
  const hash = createHash('sha256').update(JSON.stringify(declared)).digest('hex').slice(0, 16);
  expect([IMAGE_FORMAT, hash]).toEqual([2, '0e950e56b8665e99']);
});
