import { describe, expect, it } from 'vitest';
import { offerLines } from '#shared/domain/pack/offer.ts';
import { slotsOf } from '#shared/domain/pack/slots.ts';
import { readPack } from '#shared/domain/pack/validate.ts';
import { allLines } from '#shared/domain/pack/vocabulary.ts';
import { rawPack, SHIPPED, shippedPack } from './desk.ts';
import { momentsOf } from './states.ts';

describe.each(SHIPPED)('the pack %s', (name) => {
  const pack = shippedPack(name);
  const lines = allLines(pack);

  it('has no fault', () => {
    expect(readPack(rawPack(name))).toMatchObject({ ok: true });
  });

  it('has one to nine lines for the customer at any moment: each has a digit key', () => {
    const wrong: unknown[] = [];
    for (const { state, matter } of momentsOf(pack)) {
      const { length } = offerLines(pack, state, matter);
      if (length >= 1 && length <= 9) continue;
      const { stage, situation, mood } = state.progress;
      wrong.push({ length, stage, situation, mood, ...state.head, ...matter });
    }
    expect(wrong).toEqual([]);
  });

  it('says everything once: no two lines or wordings are the same', () => {
    const texts = lines.flatMap(({ text, variants = [] }) => [text, ...variants]);
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  });

  it('fills each wording of a line from no other slots than the line itself', () => {
    const odd = lines.filter(({ text, variants = [] }) =>
      variants.some((variant) => slotsOf(variant).some((slot) => !slotsOf(text).includes(slot))),
    );
    expect(odd.map(({ id }) => id)).toEqual([]);
  });

  it('tells how long each line takes, by the pace of its language', () => {
    const wrong = lines.flatMap(({ id, text, variants = [], seconds = 0 }) =>
      [text, ...variants]
        .filter((wording) => {
          const [least, most] = speakingTime(wording, pack.locale);
          return seconds < least || seconds > most || seconds > 12;
        })
        .map((wording) => `${id} (${String(seconds)}): ${wording}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has at least three wordings of its greeting and of the line that asks for a wait', () => {
    const [greeting] = pack.lines[pack.stages[0].id]!;
    const consent = lines.find(({ id }) => id === pack.hold.consentLine);
    expect([greeting, consent].filter((line) => (line?.variants ?? []).length < 2)).toEqual([]);
  });

  it('has a matter for each of its scenarios: fields, steps, lines', () => {
    const bare = pack.scenarios.filter(({ fields, steps }) => fields.length === 0 || steps.length === 0);
    expect(bare.map(({ id }) => id)).toEqual([]);
  });
});

/** The fixed words at a quick and at a slow pace; slots may add a few words. */
function speakingTime(text: string, locale: string): readonly [least: number, most: number] {
  const slots = slotsOf(text).length;
  const spoken = text.replaceAll(/\{[a-zA-Z0-9.-]+(?:\|([^{}|]*))?\}/g, '$1');
  const words = locale.startsWith('zh')
    ? spoken.replaceAll(/[^\p{Script=Han}\p{Number}]/gu, '').length / 4.5
    : spoken.split(/\s+/).length / 2.6;
  return [Math.floor(words) - 2, Math.ceil(words) + 2 + slots];
}
