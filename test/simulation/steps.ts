import type { Random } from '#kit/random.ts';

/** What an agent does; `of` chooses among the contacts or callbacks there are. */
export type Deed =
  | { readonly type: 'ring' | 'chat' | 'outbound' }
  | { readonly type: 'attempt' | 'withdraw'; readonly of: number }
  | { readonly type: 'promise'; readonly of: number; readonly inMs: number }
  | { readonly type: 'classify'; readonly of: number; readonly scenario: 'issue' | 'consult' }
  | { readonly type: 'stage'; readonly of: number; readonly stage: 'solve' | 'greet' }
  | {
      readonly type:
        | 'answer'
        | 'abandon'
        | 'reach'
        | 'fail'
        | 'hold'
        | 'reason'
        | 'back'
        | 'silent'
        | 'heard'
        | 'drop'
        | 'redial'
        | 'reconnect'
        | 'end'
        | 'close'
        | 'undo';
      readonly of: number;
    };

export type Step =
  | { readonly kind: 'pass' | 'sleep'; readonly ms: number }
  /** Somebody sets the wall clock while the desk runs; `drift` is too little to be told from a time server's correction. */
  | { readonly kind: 'set' | 'drift'; readonly byMs: number }
  /** The desk crashes and is started again on the same run of the machine, or after the machine was off. */
  | { readonly kind: 'crash' | 'reboot'; readonly offMs: number; readonly byMs: number }
  | { readonly kind: 'resume' }
  /** `twice`: both windows send it at the same moment. */
  | { readonly kind: 'do'; readonly deed: Deed; readonly twice: boolean };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const LINE_WORK = ['hold', 'reason', 'back', 'silent', 'heard', 'drop', 'redial', 'reconnect'] as const;
const FLOW = ['answer', 'answer', 'answer', 'abandon', 'reach', 'fail', 'end', 'close', 'undo'] as const;

export function randomSteps(random: Random, count: number): readonly Step[] {
  const opening: readonly Step[] = [
    { kind: 'do', deed: { type: 'ring' }, twice: false },
    { kind: 'pass', ms: random.between(1, 16_000) },
    { kind: 'do', deed: { type: 'answer', of: 0 }, twice: random.chance(0.1) },
  ];
  return [...opening, ...Array.from({ length: count }, () => randomStep(random))];
}

function randomStep(random: Random): Step {
  const dice = random.between(1, 100);
  if (dice <= 45) return { kind: 'do', deed: randomDeed(random), twice: random.chance(0.1) };
  if (dice <= 75) return { kind: 'pass', ms: randomPass(random) };
  if (dice <= 82) return { kind: 'sleep', ms: random.between(1, random.pick([SECOND, MINUTE, 3 * HOUR, DAY])) };
  if (dice <= 87) return { kind: 'set', byMs: randomJump(random) };
  if (dice <= 88) return { kind: 'drift', byMs: random.between(-2_500, 2_500) };
  if (dice <= 91) return { kind: 'resume' };
  const offMs = random.between(0, random.pick([SECOND, MINUTE, 5 * HOUR]));
  const byMs = random.chance(0.5) ? 0 : randomJump(random);
  return { kind: dice <= 97 ? 'crash' : 'reboot', offMs, byMs };
}

function randomPass(random: Random): number {
  switch (random.between(1, 6)) {
    case 1:
      return random.between(1, SECOND);
    case 2:
      return random.pick([5_000, 15_000, 20_000, 45_000, 59_999, 60_000]);
    case 3:
      return random.between(MINUTE, 10 * MINUTE);
    default:
      return random.between(SECOND, 50 * SECOND);
  }
}

function randomJump(random: Random): number {
  const size = random.between(5 * SECOND, random.pick([10 * SECOND, HOUR, DAY, 400 * DAY]));
  return random.chance(0.5) ? size : -size;
}

function randomDeed(random: Random): Deed {
  const of = random.between(0, 3);
  const dice = random.between(1, 100);
  if (dice <= 8) return { type: 'ring' };
  if (dice <= 16) return { type: 'chat' };
  if (dice <= 18) return { type: 'outbound' };
  if (dice <= 24) return { type: 'attempt', of };
  if (dice <= 26) return { type: 'withdraw', of };
  if (dice <= 36) return { type: 'promise', of, inMs: random.between(1, random.pick([MINUTE, 2 * HOUR, DAY])) };
  if (dice <= 41) return { type: 'classify', of, scenario: random.pick(['issue', 'issue', 'consult']) };
  if (dice <= 45) return { type: 'stage', of, stage: random.pick(['solve', 'greet']) };
  if (dice <= 70) return { type: random.pick(FLOW), of };
  return { type: random.pick(LINE_WORK), of };
}
