import { expect, it } from 'vitest';
import { keyOfHold } from '#shared/domain/contact/deadlines.ts';
import { lineOf, progressOf, type Progress } from '#shared/domain/contact/state.ts';
import { slotFacts } from '#shared/domain/pack/facts.ts';
import { contactPolicy } from '#shared/domain/pack/policy.ts';
import { contactAfter, inbound, offered, shippedPack } from './desk.ts';

const pack = shippedPack('zh-CN-bank-card');
const call = inbound('card-risk');
const judging = [...call, ...['hear', 'verify', 'judge'].map((stage) => ({ type: 'enter-stage', stage }) as const)];
const limit = { type: 'time-is-up', key: keyOfHold({ holds: { count: 1 } } as Progress) } as const;

it('a contact of another trade goes through the six stages of its own pack', () => {
  const stages = pack.stages.map(({ id }) => id);
  const walk = stages.slice(1).map((stage) => ({ type: 'enter-stage', stage }) as const);
  const progress = progressOf(contactAfter(pack, [...call, ...walk]));
  expect([progress?.stage, progress?.visited]).toEqual(['follow', stages]);
});

it('its wait has its own limit, and its own line when that has passed', () => {
  const waiting = [...judging, { type: 'use-line', line: 'judge-wait', via: 'spoken' }] as const;
  const state = contactAfter(pack, waiting);
  expect(lineOf(state)?.kind).toBe('hold');
  expect(contactPolicy(pack).hold).toEqual({ warnAfterMs: 20_000, limitMs: 30_000 });
  const known = { customer: null, case: null, earlier: null, now: 0, timeZone: 'Asia/Shanghai' };
  const ours = { company: { company: '', department: '' }, agent: { agentName: '', agentNumber: '' } };
  expect(slotFacts({ pack, state, ...ours, ...known })['hold.limit']).toBe('30秒钟');
  expect(offered(pack, [...waiting, limit])).toContain('wait-late');
});

it('its own moods ask for soothing, by its own threshold', () => {
  const first = (mood: string) => offered(pack, [...judging, { type: 'tag-mood', mood }])[0];
  expect([first('hurried'), first('frightened')]).toEqual(['judge-stop', 'calm-frightened']);
});
