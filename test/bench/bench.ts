import type { Figure } from './figure.ts';

export interface BenchOptions {
  /** A tenth of the samples: to see whether it runs, not to believe the numbers. */
  readonly quick: boolean;
  /** How many desks, where a figure has many; `null`: as many as it says of itself. */
  readonly count: number | null;
  /** Where folders are made; must lie on a real disk. */
  readonly disk: string;
}

/** One thing that is measured. It hands over each figure as soon as it has it. */
export interface Bench {
  readonly name: string;
  readonly about: string;
  run(options: BenchOptions, tell: (figure: Figure) => void): Promise<void>;
}
