import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fieldsOf, missingFields } from '#shared/domain/case/fields.ts';
import { sampleSchema, type Sample } from '#shared/domain/pack/sample-schema.ts';
import { defaultPack } from './desk.ts';

const pack = defaultPack();
const raw = JSON.parse(
  readFileSync(new URL('../../../resources/samples/zh-CN.json', import.meta.url), 'utf8'),
) as unknown;
const sample: Sample = sampleSchema.parse(raw);

describe('the sample data', () => {
  it('fills a desk: 8 customers, 14 cases, 5 callbacks of which one is late', () => {
    const { customers, cases, callbacks } = sample;
    expect([customers.length, cases.length, callbacks.length]).toEqual([8, 14, 5]);
    expect(callbacks.filter(({ status, dueAt }) => status === 'open' && dueAt < 0)).toHaveLength(1);
  });

  it('has telephone numbers that nobody can have', () => {
    expect(sample.customers.map(({ phone }) => phone).filter((phone) => !/^1380000\d{4}$/.test(phone))).toEqual([]);
  });

  it('speaks the words of the pack', () => {
    const titles = new Set(['', ...pack.address.titles.map(({ id }) => id)]);
    const moods = new Set([null, ...pack.moods.map(({ id }) => id)]);
    const outcomes = new Set(pack.callback.outcomes.map(({ id }) => id));
    const reasons = new Set(pack.hold.reasons);
    const contacts = sample.cases.flatMap((item) => item.contacts);
    expect({
      titles: sample.customers.filter(({ title }) => !titles.has(title)),
      moods: contacts.filter(({ mood }) => !moods.has(mood)),
      reasons: contacts.flatMap(({ holds }) => holds).filter(({ reason }) => !reasons.has(reason)),
      outcomes: sample.callbacks.flatMap(({ attempts }) => attempts).filter(({ outcome }) => !outcomes.has(outcome)),
    }).toEqual({ titles: [], moods: [], reasons: [], outcomes: [] });
  });

  it('fills in the forms of the pack, with a choice where one is asked', () => {
    for (const { id, scenario, fields } of sample.cases) {
      const form = new Map(fieldsOf(pack, scenario).map((field) => [field.id, field]));
      for (const [field, value] of Object.entries(fields)) {
        expect(form.has(field), `${id}.${field}`).toBe(true);
        const choices = form.get(field)?.choices;
        if (choices) expect(choices, `${id}.${field}`).toContain(value);
      }
    }
  });

  it('leaves required fields open exactly in the cases that say so', () => {
    const owing = sample.cases.filter((item) => missingFields(pack, item.scenario, item.fields).length > 0);
    const saying = sample.cases.filter(({ status }) => status === 'to-be-completed');
    expect(owing).toEqual(saying);
  });

  it('keeps holds within the talk and contacts in order', () => {
    for (const { id, openedAt, contacts } of sample.cases) {
      expect(contacts[0]!.startedAt, id).toBe(openedAt);
      for (const { startedAt, answeredAfterSeconds, talkSeconds, holds } of contacts) {
        expect(
          holds.reduce((sum, hold) => sum + hold.seconds, 0),
          id,
        ).toBeLessThan(talkSeconds);
        expect(startedAt * 60 + answeredAfterSeconds + talkSeconds, id).toBeLessThan(0);
      }
    }
  });

  it('is refused when a callback hangs in the air', () => {
    const spoilt = { ...sample, cases: sample.cases.slice(1) };
    const messages = sampleSchema.safeParse(spoilt).error?.issues.map(({ message }) => message);
    expect(messages).toEqual([`no case is called "${sample.cases[0]!.id}"`]);
  });
});
