import { applyEvent } from '#shared/domain/contact/apply.ts';
import { decide } from '#shared/domain/contact/decide.ts';
import type { ContactPolicy } from '#shared/domain/contact/policy.ts';
import { NO_CONTACT, type ContactState } from '#shared/domain/contact/state.ts';
import { holds } from '#shared/domain/pack/expression/evaluate.ts';
import { parseExpression } from '#shared/domain/pack/expression/parse.ts';
import { circumstances, type Matter } from '#shared/domain/pack/circumstances.ts';
import { offerLines } from '#shared/domain/pack/offer.ts';
import { contactPolicy } from '#shared/domain/pack/policy.ts';
import type { Pack, PackLine } from '#shared/domain/pack/schema.ts';
import { fillLine } from '#shared/domain/pack/slots.ts';
import { stepsOf } from '#shared/domain/pack/steps.ts';
import { allLines } from '#shared/domain/pack/vocabulary.ts';
import { zhPack } from '#kit/desk.ts';
import { Random } from '#kit/random.ts';
import { findLines } from '../../src-renderer/scripts/every-line.ts';
import { syllableOf } from '../../src-renderer/ui/pinyin.ts';
import type { Bench } from './bench.ts';
import type { Figure } from './figure.ts';
import { percentile, shuffled } from './statistics.ts';

const NODES = 1_000;
const LINES = 10_000;
const ROUNDS = 400;
const WARM_UP = 20;
const FRAME_MS = 1_000 / 60;
const KEYSTROKE_MS = 5;
const TYPED = ['请稍等', 'qingshaodeng', 'qsd', '退款', 'tuikuan', '您好', '没有这句话', 'baoxiu', 'w2'];

const MATTER: Matter = { surname: 'known', standing: 'returning', fields: { product: '耳机', demand: '换一副' } };

/**
 * A pack of 1,000 nodes and 10,000 lines. The next step: from the command to the filled lines and the steps that are still to do. Beside
 * it, the same with each condition read anew, and for the search a walk over all lines with each key.
 */
export const pack: Bench = {
  name: 'pack',
  about: 'the next step, and finding a line by each key, in a pack of 1,000 nodes and 10,000 lines',
  run: ({ quick }, tell) => {
    const large = largePack();
    const rounds = quick ? ROUNDS / 10 : ROUNDS;
    tell(nextStep(large, rounds));
    tell(search(allLines(large), rounds));
    return Promise.resolve();
  },
};

function largePack(): Pack {
  const { pack: small } = zhPack();
  const source = allLines(small);
  const random = new Random(7);
  const perNode = LINES / NODES;
  const situations = Array.from({ length: NODES }, (_, node) => ({
    ...small.situations[node % small.situations.length]!,
    id: `node-${String(node)}`,
    lines: Array.from({ length: perNode }, (_, at): PackLine => {
      const from = source[Math.floor(random.next() * source.length)]!;
      const id = `line-${String(node * perNode + at)}`;
      return { ...from, id, for: 'customer', when: `channel == call and (mood < 2 or not said(${id}))` };
    }),
  }));
  const steps = Array.from({ length: 20 }, (_, at) => ({
    ...{ id: `step-${String(at)}`, name: '一步', stage: small.stages[at % small.stages.length]!.id },
    done: `said(line-${String(at * 7)}) or filled(case.product)`,
  }));
  return { ...small, situations, scenarios: small.scenarios.map((scenario) => ({ ...scenario, steps })) };
}

function nextStep(large: Pack, rounds: number): Figure {
  const policy = contactPolicy(large);
  const random = new Random(11);
  let state = talking(large, policy);
  const samples = { ours: [] as number[], peer: [] as number[] };
  for (let round = 0; round < rounds + WARM_UP; round += 1) {
    const situation = `node-${String(Math.floor(random.next() * NODES))}`;
    const next = after(state, policy, { type: 'enter-situation', situation });
    for (const who of shuffled(['ours', 'peer'] as const, random)) {
      const before = performance.now();
      const moved = after(state, policy, { type: 'enter-situation', situation });
      if (who === 'ours') show(large, moved);
      else showAnew(large, moved, situation);
      if (round >= WARM_UP) samples[who].push(performance.now() - before);
    }
    state = next;
  }
  const ours = percentile(samples.ours, 0.95);
  return {
    ...{ name: 'next step, p95', ours, peer: percentile(samples.peer, 0.95), floor: null, unit: 'ms' },
    ...{ n: samples.ours.length, goal: { text: 'within a frame (16.7 ms)', met: ours <= FRAME_MS } },
  };
}

function show(large: Pack, state: ContactState): number {
  const lines = offerLines(large, state, MATTER).map(({ line }) => fillLine(line.text, MATTER.fields));
  return lines.length + stepsOf(large, state, MATTER).length;
}

/** As if nothing were kept: the node is looked for, and what is said of each line is read again. */
function showAnew(large: Pack, state: ContactState, situation: string): number {
  const facts = circumstances(large, state, MATTER);
  const so = (text: string | undefined): boolean => {
    const parsed = parseExpression(text ?? 'mood >= 0');
    return parsed.ok && holds(parsed.value.expression, facts);
  };
  const lines = large.situations.find(({ id }) => id === situation)?.lines.filter(({ when }) => so(when)) ?? [];
  const steps = large.scenarios[0]?.steps.filter(({ done }) => so(done)) ?? [];
  return lines.map(({ text }) => fillLine(text, MATTER.fields)).length + steps.length;
}

function search(lines: readonly PackLine[], rounds: number): Figure {
  const began = performance.now();
  findLines(lines, '', 1);
  const built = performance.now() - began;
  const random = new Random(13);
  const samples = { ours: [] as number[], peer: [] as number[] };
  for (let round = 0; round < rounds + WARM_UP; round += 1) {
    const word = TYPED[round % TYPED.length]!;
    const wanted = word.slice(0, 1 + Math.floor(random.next() * word.length));
    for (const who of shuffled(['ours', 'peer'] as const, random)) {
      if (who === 'peer' && round % 10 !== 0) continue;
      const before = performance.now();
      if (who === 'ours') findLines(lines, wanted, 9);
      else walk(lines, wanted);
      if (round >= WARM_UP) samples[who].push(performance.now() - before);
    }
  }
  const ours = percentile(samples.ours, 0.95);
  return {
    ...{ name: 'line search, each key, p95', ours, peer: percentile(samples.peer, 0.95), floor: null, unit: 'ms' },
    ...{ n: samples.ours.length, goal: { text: '≤ 5 ms', met: ours <= KEYSTROKE_MS }, more: { indexMs: built } },
  };
}

/** Every line is looked at with each key. */
function walk(lines: readonly PackLine[], wanted: string): readonly PackLine[] {
  return lines.filter(({ text }) => {
    const read = Array.from(text, syllableOf);
    return (
      text.includes(wanted) ||
      read.join('').includes(wanted) ||
      read
        .map((each) => each[0])
        .join('')
        .includes(wanted)
    );
  });
}

function talking(large: Pack, policy: ContactPolicy): ContactState {
  const scenario = large.scenarios[0]?.id ?? null;
  const open = { type: 'open', channel: 'call', direction: 'inbound', scenario, callback: null } as const;
  return after(after(NO_CONTACT, policy, open), policy, { type: 'answer' });
}

function after(state: ContactState, policy: ContactPolicy, command: Parameters<typeof decide>[1]): ContactState {
  const decision = decide(state, command, { now: 1_000_000, policy, missingFields: [] });
  if (!decision.ok) return state;
  return decision.value.reduce((now, event) => {
    const next = applyEvent(now, event, 1_000_000);
    return next.ok ? next.value : now;
  }, state);
}
