import { describe, expect, it } from 'vitest';
import { keyOfHold, keyOfSilence } from '#shared/domain/contact/deadlines.ts';
import { lineOf, progressOf, type Line, type Progress } from '#shared/domain/contact/state.ts';
import type { Standing, SurnameKnown } from '#shared/domain/pack/circumstances.ts';
import { offerLines } from '#shared/domain/pack/offer.ts';
import { allLines } from '#shared/domain/pack/vocabulary.ts';
import { contactAfter, defaultPack, inbound, matter, offered, outbound } from './desk.ts';

const pack = defaultPack();

describe('lines of a stage', () => {
  it('greets a caller with company and name first, and prompts after silence (R-ANS-2, R-ANS-3)', () => {
    expect(offered(pack, inbound())).toEqual(['greet-call', 'greet-call-short', 'greet-call-prompt']);
  });

  it('asks a customer of the same day about the earlier matter, and welcomes one of old back (R-ANS-6, R-ANS-7)', () => {
    const first = (standing: Standing, channel: 'call' | 'chat') =>
      offerLines(pack, contactAfter(pack, inbound(null, channel)), matter({ standing }))[0]!.line.id;
    expect([first('same-day', 'call'), first('returning', 'call')]).toEqual(['greet-call-again', 'greet-call-back']);
    const chats = [first('same-day', 'chat'), first('returning', 'chat')];
    expect(chats).not.toContain('greet-chat');
    expect(offered(pack, inbound(), 'known')).not.toContain('greet-call-again');
  });

  it('opens with the product that was asked about, when it is known (R-ANS-8)', () => {
    const about = matter({ fields: { product: '山月 P1 投影仪' } });
    const ids = offerLines(pack, contactAfter(pack, inbound()), about).map(({ line }) => line.id);
    expect(ids).toContain('greet-call-product');
  });

  it('greets a chat in its own words', () => {
    expect(offered(pack, inbound(null, 'chat'))).toEqual(['greet-chat', 'greet-chat-seen', 'greet-chat-prompt']);
  });

  it('opens an outbound call by asking for the person, then the purpose of its scenario (R-OUT-1, R-OUT-2)', () => {
    expect(offered(pack, outbound('issue'), 'known')).toEqual([
      'out-open',
      'out-open-unnamed',
      'out-time',
      'out-purpose-issue',
      'out-purpose',
    ]);
  });

  it('asks for the surname in the record stage only while it is unknown (R-ANS-4)', () => {
    const record = [...inbound('issue'), { type: 'enter-stage', stage: 'record' }] as const;
    const naming = (surname: SurnameKnown) =>
      offered(pack, record, surname).filter((id) => ['record-surname', 'record-declined'].includes(id));
    expect([naming('unknown'), naming('known'), naming('declined')]).toEqual([
      ['record-surname'],
      [],
      ['record-declined'],
    ]);
  });

  it('asks about the matter before it asks for the name (R-ANS-4)', () => {
    const first = (scenario: string) =>
      offered(pack, [...inbound(scenario), { type: 'enter-stage', stage: 'record' }])[0];
    expect([first('consult'), first('issue')]).toEqual(['record-product', 'record-model']);
  });

  it('asks for model, error text and time of an issue, not of a question (R-SCN-2)', () => {
    const asked = ['record-model', 'record-error', 'record-when'];
    const record = { type: 'enter-stage', stage: 'record' } as const;
    expect(offered(pack, [...inbound('issue'), record])).toEqual(expect.arrayContaining(asked));
    expect(offered(pack, [...inbound('consult'), record]).filter((id) => asked.includes(id))).toEqual([]);
  });

  it('offers two times until a callback is promised, then its deadline (R-CB-1, R-SAY-5)', () => {
    const solve = [...inbound('issue'), { type: 'enter-stage', stage: 'solve' }] as const;
    const promise = { type: 'promise-callback', callback: 'c', dueAt: 9_000_000 } as const;
    const times = (ids: readonly string[]) => ids.filter((id) => ['solve-choose-time', 'solve-due'].includes(id));
    expect(times(offered(pack, solve))).toEqual(['solve-choose-time']);
    expect(times(offered(pack, [...solve, promise]))).toEqual(['solve-due']);
  });

  it('dims the restatement once it was said, and nothing else (R-LST-1)', () => {
    const state = contactAfter(pack, [
      ...inbound('issue'),
      { type: 'enter-stage', stage: 'listen' },
      { type: 'use-line', line: 'listen-restate', via: 'spoken' },
      { type: 'use-line', line: 'listen-follow', via: 'spoken' },
    ]);
    const said = offerLines(pack, state, matter()).filter(({ used }) => used > 0);
    expect(said.map(({ line, used, spent }) => [line.id, used, spent])).toEqual([
      ['listen-follow', 1, false],
      ['listen-restate', 1, true],
    ]);
  });
});

describe('soothing (R-EMO-6)', () => {
  const listen = [...inbound('issue'), { type: 'enter-stage', stage: 'listen' }] as const;
  const soothing = (mood: string) =>
    offerLines(pack, contactAfter(pack, [...listen, { type: 'tag-mood', mood }]), matter()).map(
      (line) => line.soothing,
    );

  it('comes before every other line from the threshold on, in words that fit the level', () => {
    const moods = pack.moods.map(({ id }) => [id, offered(pack, [...listen, { type: 'tag-mood', mood: id }])[0]]);
    expect(moods).toEqual([
      ['calm', 'listen-go-on'],
      ['anxious', 'soothe-worried'],
      ['disappointed', 'soothe-worried'],
      ['angry', 'soothe-angry'],
      ['abusive', 'soothe-abusive'],
    ]);
    expect(soothing('angry').slice(0, 3)).toEqual([true, true, false]);
    expect(soothing('calm')).not.toContain(true);
  });

  it('is switched on by the situation of an angry customer (R-EMO-2)', () => {
    const ids = offered(pack, [...inbound('issue'), { type: 'enter-situation', situation: 'anger' }]);
    expect(ids.slice(0, 3)).toEqual(['soothe-angry', 'soothe-own', 'anger-listen']);
  });

  it.each(['silence', 'dropped', 'hold'])(
    'comes after the lines for a customer who is not heard, gone or waiting: %s',
    (situation) => {
      const angry = { type: 'tag-mood', mood: 'angry' } as const;
      const ids = offered(pack, [...listen, angry, { type: 'enter-situation', situation }]);
      const calm = offered(pack, [...listen, { type: 'enter-situation', situation }]);
      expect(ids.slice(0, calm.length)).toEqual(calm);
      expect(ids).toContain('soothe-angry');
    },
  );

  it('is not for somebody else who answers', () => {
    const commands = [...outbound('issue', 'other'), { type: 'tag-mood', mood: 'angry' }] as const;
    expect(offered(pack, commands).filter((id) => id.startsWith('soothe'))).toEqual([]);
  });
});

describe('somebody else answers (R-OUT-3)', () => {
  it('is offered only lines for others, in whatever stage or situation', () => {
    const forOthers = new Set(allLines(pack).filter((line) => line.for === 'other'));
    const call = [...outbound('issue', 'other'), { type: 'leave-situation' }] as const;
    const inGreet = contactAfter(pack, call);
    const elsewhere = [
      ...pack.stages.slice(1).map(({ id }) => ({ type: 'enter-stage', stage: id }) as const),
      ...pack.situations.map(({ id }) => ({ type: 'enter-situation', situation: id }) as const),
    ].map((command) => contactAfter(pack, [...call, command]));
    const shown = [inGreet, ...elsewhere].flatMap((state) =>
      offerLines(pack, state, matter({ surname: 'known' })).map(({ line }) => line),
    );
    expect(shown.filter((line) => !forOthers.has(line))).toEqual([]);
    expect(new Set(shown)).toEqual(forOthers);
  });

  it('is asked for a time and a number first thing', () => {
    expect(offered(pack, outbound('issue', 'other'), 'known')).toEqual([
      'third-party-ask',
      'third-party-time',
      'third-party-number',
      'third-party-private',
      'third-party-wrong',
      'third-party-thanks',
    ]);
  });
});

describe('silent line (R-SIT-5)', () => {
  it('has a line of its own for each confirmation, then the goodbye', () => {
    const commands = [...inbound(), { type: 'enter-situation', situation: 'silence' }] as const;
    const seen: (readonly string[])[] = [offered(pack, commands)];
    const runs: { type: 'time-is-up'; key: string }[] = [];
    for (let step = 1; step <= pack.silence.prompts; step += 1) {
      const state = contactAfter(pack, [...commands, ...runs]);
      const line = lineOf(state) as Extract<Line, { kind: 'silent' }>;
      runs.push({ type: 'time-is-up', key: keyOfSilence(progressOf(state)!, line) });
      seen.push(offered(pack, [...commands, ...runs]));
    }
    expect(seen).toEqual([['silence-first'], ['silence-second'], ['silence-third'], ['silence-goodbye']]);
  });
});

describe('hold (R-HOLD-1 … R-HOLD-4)', () => {
  const solve = [...inbound('issue'), { type: 'enter-stage', stage: 'solve' }] as const;
  const hold = [...solve, { type: 'use-line', line: 'solve-hold', via: 'spoken' }] as const;
  const limit = { type: 'time-is-up', key: keyOfHold({ holds: { count: 1 } } as Progress) } as const;
  const back = { type: 'end-hold', by: 'back' } as const;

  it('asks for consent before the first one', () => {
    expect(offered(pack, [...solve, { type: 'enter-situation', situation: 'hold' }])).toEqual(['hold-consent']);
  });

  it('keeps the consent line in sight while it is said, dimmed, before the lines of the way back', () => {
    expect(offered(pack, hold)).toEqual(['hold-consent', 'hold-back', 'hold-still', 'hold-thanks']);
    expect(offerLines(pack, contactAfter(pack, [...hold]), matter()).map(({ spent }) => spent)).toEqual([
      ...[true, false, false, false],
    ]);
  });

  it('offers an apology and a callback once the limit has passed', () => {
    const late = ['hold-back-late', 'hold-late-callback', 'hold-thanks-late'];
    expect(offered(pack, [...hold, limit])).toEqual(['hold-consent', ...late]);
    expect(offered(pack, [...hold, limit, back])).toEqual([...late, 'hold-consent']);
  });

  it('speaks of the hold that runs, not of an earlier one that took too long', () => {
    const again = { type: 'use-line', line: 'hold-consent', via: 'spoken' } as const;
    expect(offered(pack, [...hold, limit, back, again])[1]).toBe('hold-back');
    expect(offered(pack, [...hold, limit, back, again, back])[0]).toBe('hold-back');
  });
});
