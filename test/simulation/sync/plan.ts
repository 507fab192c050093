import { Random } from '#kit/random.ts';

export const STEPS = {
  work: 450,
  sync: 350,
  flight: 80,
  race: 25,
  clock: 20,
  offline: 15,
  clone: 8,
  rollback: 12,
  backup: 12,
  restore: 10,
  revoke: 2,
  upgrade: 10,
  poison: 8,
} as const;

export type StepKind = keyof typeof STEPS;

/** What goes wrong on the way and in the machines, each by its own dice. */
export const MISHAPS = ['drop', 'lose-reply', 'duplicate', 'delay', 'truncate', 'late', 'crash', 'disk-full'] as const;
export type Mishap = (typeof MISHAPS)[number];

export interface Step {
  readonly kind: StepKind;
  /** Modulo the desks that there are. */
  readonly desk: number;
  readonly seed: number;
}

/** Everything that a run depends on: the same plan gives the same run. */
export interface Plan {
  readonly seed: number;
  readonly desks: number;
  readonly branches: number;
  /** How many in a thousand exchanges meet each mishap. */
  readonly mishaps: Readonly<Record<Mishap, number>>;
  readonly limits: { readonly ops: number; readonly testimony: number; readonly pull: number };
  /** Which program the service and the desks begin with. */
  readonly skew: boolean;
  /** Everybody works on the same two rows of a kind. */
  readonly crowded: boolean;
  readonly newestService: boolean;
  /** In the newest program, fields may hold what the ones before do not know. */
  readonly wide: boolean;
  /** How many in a thousand steps are followed by something that is told over a live link. */
  readonly live: number;
  /** How many in a thousand steps are followed by something that keeps logs and outboxes short. */
  readonly upkeep: number;
  /** How many in a thousand steps are followed by something that is done with a file on its way. */
  readonly carried: number;
  /** How many in a thousand replies are taken in only after the next push was sent. */
  readonly ahead: number;
  readonly steps: readonly Step[];
}

const KINDS = Object.entries(STEPS) as readonly (readonly [StepKind, number])[];
const TOTAL = KINDS.reduce((sum, [, weight]) => sum + weight, 0);

/**
 * What plans knew when something was found. `asked`: no live links, upkeep, files and wider fields; `one-by-one`: all of these, and no
 * push was sent before the reply to the one before it was taken in.
 */
export type Era = 'asked' | 'one-by-one' | 'now';

export function planOf(seed: number, desks: number, count: number, era: Era = 'now'): Plan {
  const asked = era === 'asked';
  const random = new Random(Math.imul(seed, 2_654_435_761));
  // Some runs are rough and some are calm: a rare sequence needs quiet around it.
  const rough = random.pick([0, 15, 15, 60, 150]);
  const mishaps = Object.fromEntries(MISHAPS.map((kind) => [kind, random.chance(0.7) ? rough : 0]));
  const limits = {
    ops: random.pick([1, 3, 20, 500]),
    testimony: random.pick([1, 4, 200]),
    pull: random.pick([2, 10, 5_000]),
  };
  const calm = new Set(KINDS.flatMap(([kind, weight]) => (weight < 25 && random.chance(0.4) ? [kind] : [])));
  const steps: Step[] = [];
  for (let n = 0; n < count; n += 1) {
    let at = random.between(0, TOTAL - 1);
    const kind = KINDS.find(([, weight]) => (at -= weight) < 0)?.[0] ?? 'work';
    const step = {
      kind: calm.has(kind) ? 'work' : kind,
      desk: random.between(0, 999),
      seed: random.between(0, 0xffffffff),
    };
    steps.push(step);
  }
  return {
    ...{ seed, desks, limits, steps },
    branches: random.between(2, 3),
    mishaps: mishaps as Record<Mishap, number>,
    skew: random.chance(0.4),
    crowded: random.chance(0.5),
    newestService: random.chance(0.5),
    live: asked ? 0 : new Random(seed).pick([0, 300, 900]),
    wide: !asked && new Random(seed ^ 0x61c88647).chance(0.5),
    upkeep: asked ? 0 : new Random(seed ^ 0x2545f491).pick([0, 100, 400]),
    carried: asked ? 0 : new Random(Math.imul(seed, 0x27d4eb2f)).pick([0, 0, 200, 600]),
    ahead: era === 'now' ? new Random(Math.imul(seed, 0x165667b1)).pick([0, 300, 1_000]) : 0,
  };
}
