import type { Reading } from '#kit/probe.ts';

/** What one process held, reading after reading, each after its rubbish was collected. */
export class Watch {
  readonly name: string;
  readonly #held: number[] = [];
  readonly #resident: number[] = [];

  constructor(name: string) {
    this.name = name;
  }

  note({ heap, external, rss }: Reading): void {
    this.#held.push(heap + external);
    this.#resident.push(rss);
  }

  get readings(): number {
    return this.#held.length;
  }

  /** In MB: medians of the second and of the last quarter, so that no single reading and no start decides. */
  figures(): { readonly name: string; readonly held: Span; readonly resident: Span } {
    return { name: this.name, held: spanOf(this.#held), resident: spanOf(this.#resident) };
  }

  /**
   * Flat: what is held in the last quarter is what was held in the second, but for a little. What leaks grows with every
   * edit, and there are thousands of them between the two.
   */
  get flat(): boolean {
    const { before, after } = spanOf(this.#held);
    return after <= before * GROWTH + SLACK_MB;
  }
}

const GROWTH = 1.1;
const SLACK_MB = 2;

export interface Span {
  readonly before: number;
  readonly after: number;
}

function spanOf(bytes: readonly number[]): Span {
  const quarter = Math.floor(bytes.length / 4);
  return {
    before: median(bytes.slice(quarter, 2 * quarter)),
    after: median(bytes.slice(bytes.length - quarter)),
  };
}

function median(bytes: readonly number[]): number {
  const sorted = [...bytes].sort((a, b) => a - b);
  return Math.round(((sorted[Math.floor(sorted.length / 2)] ?? 0) / 1024 / 1024) * 10) / 10;
}
