/**
 * Says when each countdown must warn and be due, by the time that has really passed. It knows the rules from the domain and
 * nothing of the code under test: no wall clock, no stored deadline, no timer.
 */
export interface Sighting {
  readonly id: string;
  readonly kind: string;
  readonly phase: string;
  /** Real time at which it was written. */
  readonly real: number;
}

interface Running {
  readonly id: string;
  readonly kind: string;
  readonly createdAt: number;
  readonly warnAt: number | null;
  readonly dueAt: number;
  /** What it may be late by, because the time away was longer than anybody can know. */
  late: number;
  phase: 'running' | 'warned' | 'due';
}

/** The timer is armed for a second at most, so that a wake-up or a clock change is noticed within one. */
const NOTICED_WITHIN = 1_000;
/** How old the pair of clocks on disk can be while the desk runs: a minute by a wall clock that may drift, and the next look. */
export const ANCHOR_AGE = 64_000;

export class Violation extends Error {}

export class Oracle {
  readonly #running = new Map<string, Running>();
  /** Real time plus this is the time that the desk can know of. */
  #offset = 0;
  /** How much later than known everything may be that has run since the beginning. */
  #late = 0;
  #disturbedAt = -1_000;
  #lookedAt = 0;

  now(real: number): number {
    return real + this.#offset;
  }

  get late(): number {
    return this.#late;
  }

  /** `age`: how long ago it began to run; `late`: what is already uncertain about that moment. */
  begin(
    real: number,
    countdown: { id: string; kind: string; warnIn: number | null; dueIn: number; age?: number; late?: number },
  ): void {
    const createdAt = this.now(real);
    const { id, kind, warnIn, dueIn, age = 0, late = 0 } = countdown;
    const start = createdAt - age;
    const warnAt = warnIn === null ? null : start + warnIn;
    this.#running.set(id, { id, kind, createdAt, warnAt, dueAt: start + dueIn, late, phase: 'running' });
  }

  end(which: (id: string) => boolean): void {
    for (const id of [...this.#running.keys()]) if (which(id)) this.#running.delete(id);
  }

  get(id: string): Readonly<Running> | undefined {
    return this.#running.get(id);
  }

  /** The machine slept until now, or its clock was set now: noticed within a second. */
  disturbed(real: number): void {
    this.#disturbedAt = this.now(real);
  }

  /** The desk certainly looked at the clock now (a key, a resume event, a start). */
  looked(real: number): void {
    this.#lookedAt = this.now(real);
  }

  /** The desk was awake for at least a second until now. */
  ticked(real: number): void {
    this.#lookedAt = Math.max(this.#lookedAt, this.now(real) - NOTICED_WITHIN);
  }

  /** The wall clock moved by so little that it counts as time passed. */
  drifted(byMs: number): void {
    this.#offset += byMs;
  }

  /**
   * The machine was off for `offMs`, and its wall clock came back set by `byMs`; only that sum can be known, and if it is
   * negative, the time away counts as nothing, from the last pair of clocks on disk.
   */
  away(real: number, offMs: number, byMs: number): void {
    const seen = offMs + byMs;
    const sinceLook = this.now(real) - offMs - this.#lookedAt;
    this.#offset += Math.max(seen, 0) - offMs;
    if (seen >= 0) return;
    const late = Math.min(-seen, ANCHOR_AGE + sinceLook);
    this.#late += late;
    for (const countdown of this.#running.values()) countdown.late += late;
  }

  started(real: number): void {
    this.#disturbedAt = this.now(real) - NOTICED_WITHIN;
    this.looked(real);
  }

  /** One countdown came into a new phase. */
  saw({ id, phase, real }: Sighting): void {
    const countdown = this.#running.get(id);
    const now = this.now(real);
    if (countdown === undefined) throw new Violation(`${id} ${phase}, but it does not run`);
    const moment = phase === 'warned' ? countdown.warnAt : countdown.dueAt;
    if (moment === null) throw new Violation(`${id} warned without a warning time`);
    if (countdown.phase === 'due' || countdown.phase === phase) throw new Violation(`${id} ${phase} a second time`);
    if (now < moment) throw new Violation(`${id} ${phase} ${moment - now} ms early`);
    if (now > this.#latest(countdown, moment)) throw new Violation(`${id} ${phase} ${now - moment} ms late`);
    if (phase === 'warned' && now >= countdown.dueAt + countdown.late)
      throw new Violation(`${id} warned after it was due`);
    if (phase === 'due' && this.#warningMissed(countdown)) throw new Violation(`${id} due without the warning before`);
    countdown.phase = phase === 'warned' ? 'warned' : 'due';
  }

  /** Nothing that had to happen by now is missing, and what is stored is what runs. */
  check(
    real: number,
    stored: readonly { readonly id: string; readonly phase: string; readonly leftMs: number }[],
  ): void {
    const now = this.now(real);
    for (const countdown of this.#running.values()) {
      const { id, phase, warnAt, dueAt } = countdown;
      if (phase !== 'due' && this.#mustBeDone(countdown, dueAt, now))
        throw new Violation(`${id} was due and is ${phase}`);
      if (phase !== 'running' || warnAt === null || now >= dueAt) continue;
      if (this.#mustBeDone(countdown, warnAt, now)) throw new Violation(`${id} should have warned`);
    }
    const expected = [...this.#running.values()].map(({ id, phase }) => `${id} ${phase}`).sort();
    const found = stored.map(({ id, phase }) => `${id} ${phase}`).sort();
    if (expected.join() !== found.join()) throw new Violation(`stored: ${found.join()}; must be: ${expected.join()}`);
  }

  /** The time left that is drawn is the time that is really left. */
  checkLeft(real: number, stored: readonly { readonly id: string; readonly leftMs: number }[]): void {
    for (const { id, leftMs } of stored) {
      const countdown = this.#running.get(id);
      const left = (countdown?.dueAt ?? 0) - this.now(real);
      const wrong = leftMs < left || leftMs > left + (countdown?.late ?? 0);
      if (wrong) throw new Violation(`${id} shows ${leftMs} ms left instead of ${left}`);
    }
  }

  #mustBeDone(countdown: Running, moment: number, now: number): boolean {
    const latest = this.#latest(countdown, moment);
    return (
      now > latest ||
      (now === latest && latest === moment && moment > countdown.createdAt) ||
      this.#lookedAfter(countdown, moment)
    );
  }

  #lookedAfter(countdown: Running, moment: number): boolean {
    return this.#lookedAt >= moment + countdown.late && this.#lookedAt > countdown.createdAt;
  }

  #latest(countdown: Running, moment: number): number {
    const seenFrom =
      moment > countdown.createdAt ? this.#disturbedAt : Math.max(this.#disturbedAt, countdown.createdAt);
    const exact = moment >= seenFrom + NOTICED_WITHIN;
    return countdown.late + (exact ? moment : Math.max(moment, seenFrom) + NOTICED_WITHIN);
  }

  #warningMissed(countdown: Running): boolean {
    const { phase, warnAt, dueAt } = countdown;
    return phase === 'running' && warnAt !== null && this.#latest(countdown, warnAt) < dueAt;
  }
}
