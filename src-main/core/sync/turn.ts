/** Lets one thing be done at a time; who asks meanwhile waits. */
export class Turn {
  readonly #onEnd: () => void;
  #now: Promise<void> | null = null;

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
  }

  get isTaken(): boolean {
    return this.#now !== null;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    while (this.#now !== null) await this.#now;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#now = promise;
    try {
      return await work();
    } finally {
      this.#now = null;
      resolve();
      this.#onEnd();
    }
  }
}
