import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeText, fillLine, openSlots, slotsOf } from '#shared/domain/pack/slots.ts';
import { allLines } from '#shared/domain/pack/vocabulary.ts';
import { defaultPack } from './desk.ts';

const lines = allLines(defaultPack());
const slots = [...new Set(lines.flatMap((line) => slotsOf(line.text)))];

/** Text as people and attackers type it, rich in braces and bars. */
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('{', '}', '|', 'a', '.', '{agent.name}', '{x|y}', '王', '，') }),
);
const anyFacts = fc.dictionary(fc.constantFrom(...slots, 'x', 'agent.name'), fc.option(anyText, { nil: undefined }));

describe('filling a line', () => {
  it('never shows a brace, whatever the text and the facts', () => {
    fc.assert(
      fc.property(anyText, anyFacts, (text, facts) => {
        const shown = fillLine(text, facts).map((segment) => (segment.kind === 'open' ? '' : segment.text));
        expect(shown.join('')).not.toMatch(/[{}]/);
      }),
    );
  });

  it('hands out a line of the pack either whole or not at all', () => {
    fc.assert(
      fc.property(fc.constantFrom(...lines), anyFacts, (line, facts) => {
        const segments = fillLine(line.text, facts);
        const text = completeText(segments);
        expect(text === null).toBe(openSlots(segments).length > 0);
        if (text !== null) expect(text).not.toMatch(/[{}]/);
      }),
    );
  });

  it('leaves no slot open when every slot of the line is known', () => {
    const facts = Object.fromEntries(slots.map((slot) => [slot, '甲']));
    expect(lines.filter((line) => completeText(fillLine(line.text, facts)) === null)).toEqual([]);
  });

  it('reads well before anything of the customer is known', () => {
    const facts = { 'company.name': '青禾数码', 'agent.name': '周宁', 'hold.limit': '1分钟' };
    const spoken = (id: string) => completeText(fillLine(lines.find((line) => line.id === id)!.text, facts));
    expect(spoken('greet-call')).toBe('您好，这里是青禾数码，我是周宁，很高兴为您服务，请问有什么可以帮您？');
    expect(spoken('hold-consent')).toBe(
      '为了给您准确的答复，我需要查一下资料，1分钟以内回来，请您在线上稍等，可以吗？',
    );
    expect(spoken('solve-due')).toBeNull();
  });
});
