/** The program ended here: nothing after this line happened, and nothing of the open transaction stays. */
export class Crash extends Error {}

/** The disk took no more: the transaction failed, the program goes on. */
export class DiskFull extends Error {}

/** Counts statements down and throws at one of them; disarmed it costs nothing. */
export class Fuse {
  #left = 0;
  #failure: (() => Error) | null = null;

  arm(statements: number, failure: () => Error): void {
    this.#left = statements;
    this.#failure = failure;
  }

  /** `true` when it had been armed and did not go off. */
  disarm(): boolean {
    const armed = this.#failure !== null;
    this.#failure = null;
    return armed;
  }

  statement(): void {
    if (this.#failure === null) return;
    this.#left -= 1;
    if (this.#left > 0) return;
    const failure = this.#failure();
    this.#failure = null;
    throw failure;
  }
}
