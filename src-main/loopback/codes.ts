import { randomBytes } from 'node:crypto';
import type { Clock } from '#shared/base/clock.ts';

const VALID_MS = 120_000;
const MOST_OPEN = 8;

/**
 * Codes that a browser is started with. The arguments of a process can be read by everybody on the machine, so each is good
 * for one exchange against the token, soon.
 */
export class OpeningCodes {
  readonly #clock: Pick<Clock, 'sinceBoot'>;
  readonly #until = new Map<string, number>();

  constructor(clock: Pick<Clock, 'sinceBoot'>) {
    this.#clock = clock;
  }

  issue(): string {
    const code = randomBytes(24).toString('base64url');
    this.#until.set(code, this.#clock.sinceBoot() + VALID_MS);
    const [oldest] = this.#until.keys();
    if (this.#until.size > MOST_OPEN && oldest !== undefined) this.#until.delete(oldest);
    return code;
  }

  /** Uses the code up; `false` when there is none like it, or no longer. */
  redeem(code: string): boolean {
    const until = this.#until.get(code);
    this.#until.delete(code);
    return until !== undefined && this.#clock.sinceBoot() < until;
  }
}
