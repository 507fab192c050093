import { applyEvent } from '#shared/domain/contact/apply.ts';
import { NO_CONTACT, type ContactState } from '#shared/domain/contact/state.ts';
import { Random } from '#kit/random.ts';
import { Agent } from './agent.ts';
import { Machine, type Break } from './machine.ts';
import { ANCHOR_AGE, Oracle, Violation } from './oracle.ts';
import { randomSteps, type Step } from './steps.ts';

export interface Sequence {
  readonly seed: number;
  readonly bootsNamed: boolean;
  readonly onDisk: boolean;
  readonly pauseMs: number;
  readonly steps: readonly Step[];
}

export interface Tally {
  steps: number;
  warned: number;
  due: number;
  crashes: number;
}

export function sequenceOf(seed: number): Sequence {
  const random = new Random(seed);
  const bootsNamed = random.chance(0.6);
  const onDisk = random.chance(0.02);
  const pauseMs = random.pick([5_000, 5_000, 700]);
  return { seed, bootsNamed, onDisk, pauseMs, steps: randomSteps(random, random.between(5, 40)) };
}

/** Runs a sequence against the real workstation; answers with what went wrong, or `null`. */
export function violationOf(sequence: Sequence, broken?: Break, tally?: Tally): string | null {
  const run = new Run(sequence, broken);
  try {
    for (const [index, step] of sequence.steps.entries()) {
      try {
        run.step(step);
      } catch (error) {
        return `step ${index + 1} (${JSON.stringify(step)}): ${error instanceof Violation ? error.message : String(error)}`;
      }
    }
    return null;
  } finally {
    if (tally !== undefined) run.count(tally);
    run.dispose();
  }
}

class Run {
  readonly #machine: Machine;
  readonly #oracle = new Oracle();
  readonly #agent: Agent;
  readonly #bootsNamed: boolean;
  /** The clock was set, and nothing has certainly looked at it since. */
  #unnoticed = false;
  #counted: Tally = { steps: 0, warned: 0, due: 0, crashes: 0 };

  constructor(sequence: Sequence, broken: Break | undefined) {
    this.#machine = new Machine({ ...sequence, ...(broken === undefined ? {} : { broken }) });
    this.#bootsNamed = sequence.bootsNamed;
    this.#agent = new Agent(this.#oracle, sequence.pauseMs);
    this.#oracle.started(this.#real());
  }

  step(step: Step): void {
    this.#counted.steps += 1;
    const { clock } = this.#machine;
    switch (step.kind) {
      case 'pass':
        clock.pass(step.ms);
        this.#look();
        if (step.ms >= 1_000) {
          this.#oracle.ticked(this.#real());
          this.#unnoticed = false;
        }
        break;
      case 'sleep':
        clock.sleep(step.ms);
        this.#oracle.disturbed(this.#real());
        break;
      case 'set':
        // Two changes that nobody saw between are one, and may be too little together.
        if (this.#unnoticed) this.#resume();
        clock.set(step.byMs);
        this.#oracle.disturbed(this.#real());
        this.#unnoticed = true;
        break;
      case 'drift':
        this.#resume();
        clock.set(step.byMs);
        this.#oracle.drifted(step.byMs);
        this.#oracle.disturbed(this.#real());
        this.#resume();
        // Until the pair of clocks on disk is refreshed, a crash would take the drift for part of a later change.
        clock.pass(ANCHOR_AGE);
        this.#look();
        this.#oracle.ticked(this.#real());
        break;
      case 'resume':
        this.#resume();
        break;
      case 'crash':
      case 'reboot':
        this.#crash(step);
        break;
      case 'do':
        for (let window = 0; window < (step.twice ? 2 : 1); window += 1) this.#do(step.deed);
    }
    this.#check();
  }

  count(tally: Tally): void {
    for (const key of ['steps', 'warned', 'due', 'crashes'] as const) tally[key] += this.#counted[key];
  }

  dispose(): void {
    this.#machine.dispose();
  }

  #real(): number {
    return this.#machine.clock.real();
  }

  #resume(): void {
    this.#machine.host.resume();
    this.#looked();
  }

  #looked(): void {
    this.#look();
    this.#oracle.looked(this.#real());
    this.#unnoticed = false;
  }

  #do(deed: Extract<Step, { kind: 'do' }>['deed']): void {
    const { tried, after } = this.#agent.do(this.#machine, deed);
    // What was due by then has happened first, whatever the deed then did.
    if (tried) this.#looked();
    after();
  }

  #crash({ kind, offMs, byMs }: { kind: 'crash' | 'reboot'; offMs: number; byMs: number }): void {
    const known = kind === 'crash' && this.#bootsNamed;
    if (this.#unnoticed && (byMs !== 0 || !known)) this.#resume();
    this.#counted.crashes += 1;
    const { clock } = this.#machine;
    // The oracle is told before the desk starts, since what is due fires while it does.
    this.#machine.crash(() => {
      if (kind === 'reboot') clock.reboot(offMs);
      else clock.sleep(offMs);
      clock.set(byMs);
      if (!known) this.#oracle.away(this.#real(), offMs, byMs);
    });
    this.#oracle.started(this.#real());
    this.#look();
    this.#unnoticed = false;
    for (const { id } of this.#agent.contacts) this.#compareWithReplay(id);
  }

  /** Tells the oracle what happened, and compares it with what people were told. */
  #look(): void {
    const expected: string[] = [];
    for (const sighting of this.#machine.sightings()) {
      if (sighting.phase === 'due') this.#counted.due += 1;
      else this.#counted.warned += 1;
      this.#oracle.saw(sighting);
      this.#agent.follow(sighting);
      const told = notified(sighting.kind, sighting.phase);
      if (told !== null) expected.push(told);
    }
    const told = this.#machine.host.notifications.splice(0).map(({ code }) => code);
    if (told.join() !== expected.join()) throw new Violation(`told ${told.join()} instead of ${expected.join()}`);
  }

  #check(): void {
    const stored = this.#machine.stored();
    this.#oracle.check(this.#real(), stored);
    if (!this.#unnoticed) this.#oracle.checkLeft(this.#real(), stored);
  }

  #compareWithReplay(id: Agent['contacts'][number]['id']): void {
    const { log } = this.#machine.workstation.parts;
    let state: ContactState = NO_CONTACT;
    for (const { event, at } of log.events(id)) {
      const applied = applyEvent(state, event, at);
      if (!applied.ok) throw new Violation(`${id}: ${JSON.stringify(applied.error)}`);
      state = applied.value;
    }
    if (JSON.stringify(state) !== JSON.stringify(log.get(id)?.state))
      throw new Violation(`${id} is not what its events make`);
  }
}

function notified(kind: string, phase: string): string | null {
  if (kind === 'hold') return phase === 'due' ? 'hold-limit' : null;
  if (kind === 'callback' || kind === 'target') return `${kind}-${phase === 'due' ? 'due' : 'soon'}`;
  return null;
}
