import { expect, test } from 'vitest';
import { lackingCourtesy } from '#shared/domain/pack/courtesy.ts';
import { compileWording } from '#shared/domain/wording/check.ts';
import { contactAfter, defaultPack, inbound } from './desk.ts';

const plain = defaultPack();
const pack = {
  ...plain,
  lines: { ...plain.lines, greet: [{ id: 'open', text: '您好，我是客服小周。', variants: ['客服小周在这儿。'] }] },
};
const checker = compileWording(plain.wording!);
const say = (...wordings: readonly (number | null)[]) =>
  lackingCourtesy(
    checker,
    pack,
    contactAfter(pack, [
      ...inbound(null, 'chat'),
      ...wordings.map((wording) => {
        return { type: 'use-line', line: 'open', via: 'spoken', ...(wording !== null && { wording }) } as const;
      }),
    ]),
  );

test('R-WRD-2: it is the wording that was said which greets, or does not', () => {
  expect(say()).toEqual(['greeting', 'thanks']);
  expect(say(null)).toEqual(['thanks']);
  expect(say(1)).toEqual(['greeting', 'thanks']);
  expect(say(1, 1)).toEqual(['greeting', 'thanks']);
  expect(say(1, null)).toEqual(['thanks']);
  expect(say(null, 1)).toEqual(['thanks']);
});
