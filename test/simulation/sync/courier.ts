import { prepareAll } from '#shared/domain/sync/desk/prepare.ts';
import type { ExchangeRequest } from '#shared/domain/sync/exchange.ts';
import { answerCarried, type Carried } from '#shared/domain/sync/service/carried.ts';
import { Random } from '#kit/random.ts';
import { Crash } from './crash.ts';
import type { Desk } from './desk.ts';
import type { MadeImage } from './memory-service-state.ts';
import { crashing } from './service.ts';
import { must } from './violation.ts';
import type { World } from './world.ts';

type Step = Carried<MadeImage>;

/** What a desk has written, and how it was then. */
interface Question {
  readonly file: number;
  readonly requests: readonly ExchangeRequest[];
  readonly sent: readonly ReturnType<Desk['sentIn']>[];
  readonly then: string;
  readonly lastSeq: number;
}

interface Answer {
  readonly to: Question;
  readonly steps: readonly Step[];
  /** The service had said all that it had to say. */
  readonly whole: boolean;
}

/** At most so many of each lie about; the oldest is then lost. */
const ON_THE_WAY = 12;

/** More steps than an answer may need. */
const ENOUGH = 2_000;

/** Carries files between desks and service: for long, twice, in any order, or never. A desk meanwhile also exchanges as ever. */
export class Courier {
  readonly #world: World;
  readonly #questions: Question[] = [];
  readonly #answers: Answer[] = [];
  #written = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** After a step of the plan. Its dice are its own: a plan without files goes on as if there were none. */
  async walk(seed: number): Promise<void> {
    const random = new Random(Math.imul(seed, 0xc2b2ae35));
    if (random.between(0, 999) >= this.#world.plan.carried) return;
    // Now and then somebody goes there and back at once.
    if (random.chance(0.2)) await this.#thereAndBack(random);
    else if (random.chance(0.4)) this.#write(random);
    else if (random.chance(0.5)) await this.#answer(random);
    else this.#take(random);
  }

  /** Everything arrives that is still on its way, late as it is. */
  async arrive(): Promise<void> {
    const random = new Random(1);
    while (this.#questions.length > 0) await this.#answer(random);
    while (this.#answers.length > 0) this.#take(random);
  }

  async #thereAndBack(random: Random): Promise<void> {
    const [questions, answers] = [this.#questions.splice(0), this.#answers.splice(0)];
    this.#write(random);
    await this.#answer(random);
    this.#take(random);
    for (const question of questions) keep(this.#questions, question);
    for (const answer of answers) keep(this.#answers, answer);
  }

  #write(random: Random): void {
    const { desks, plan, now } = this.#world;
    const desk = desks[random.between(0, desks.length - 1)];
    if (desk?.living !== true) return;
    const limits = { ...plan.limits, length: Number.MAX_SAFE_INTEGER };
    const requests = [...prepareAll(desk.store, now + desk.offset, limits)];
    const sent = requests.map((request) => desk.sentIn(request));
    this.#world.count('file');
    this.#written += 1;
    const file = this.#written;
    desk.store.noteFile(file);
    keep(this.#questions, { file, requests, sent, then: standingOf(desk), lastSeq: desk.store.lastSeq() });
  }

  async #answer(random: Random): Promise<void> {
    const world = this.#world;
    const { service } = world;
    const [question] = this.#questions.splice(random.between(0, this.#questions.length - 1), 1);
    if (question === undefined) return;
    if (random.chance(0.3) && !world.healed) keep(this.#questions, question);
    const { file, requests, sent } = question;
    const device = requests[0]?.device ?? '';
    // By the certificate in the file.
    world.known(device);
    const crash = world.meets('crash', random) ? crashing(random) : undefined;
    const longest = random.chance(0.2) ? random.between(1, 4) : Number.MAX_SAFE_INTEGER;
    const steps: Step[] = [];
    let asked = 0;
    const exchange = (request: ExchangeRequest) => {
      service.oracle.sent(device, sent[asked] ?? []);
      asked += 1;
      return service.serve(request, crash);
    };
    const imageOf = (stream: string, from: number) => Promise.resolve(service.imageAfter(stream, from, random));
    const parts = { store: service.store(), now: () => service.now(), exchange, imageOf };
    let whole = true;
    try {
      for await (const step of answerCarried(parts, requests)) {
        steps.push(step);
        must(steps.length < ENOUGH, 'I9', () => `the answer to file ${file} of ${device} never ends`);
        if (steps.length < longest) continue;
        whole = false;
        break;
      }
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      return;
    }
    world.trace?.(`  file ${file} of ${device} is answered in ${steps.length} steps`);
    keep(this.#answers, { to: question, steps, whole });
  }

  #take(random: Random): void {
    const world = this.#world;
    const [answer] = this.#answers.splice(random.between(0, this.#answers.length - 1), 1);
    if (answer === undefined) return;
    const { to, steps, whole } = answer;
    // Two copies of a disk both know what was written before they were two.
    const takers = world.desks.filter(({ living, store }) => living && store.wrote(to.file));
    const desk = takers[random.between(0, takers.length - 1)];
    if (desk === undefined) return;
    if (random.chance(0.3) && !world.healed) keep(this.#answers, answer);
    const stoodStill = standingOf(desk) === to.then;
    const wasLeaving = desk.store.status().leaving === true;
    world.trace?.(`  ${desk.name} takes in the answer to file ${to.file}${stoodStill ? '' : ', which is old'}`);
    world.count(stoodStill ? 'answer' : 'old answer');
    const through = steps.every((step) => this.#takeIn(desk, step, stoodStill, random));
    if (stoodStill && whole && through) this.#isServed(desk, answer, wasLeaving);
    if (desk.living) world.check(desk);
  }

  /** `false`: it was cut off, and may be taken in again, or the desk is not as it was. */
  #takeIn(desk: Desk, step: Step, stoodStill: boolean, random: Random): boolean {
    const world = this.#world;
    if (step.kind === 'image') {
      const laid = world.layImage(desk, step.image, random);
      must(laid !== 'not-wanted' || !stoodStill, 'I9', () => `${desk.name} does not take its own image`);
      return laid !== null;
    }
    const { asked, reply } = step;
    const taken = world.absorb(desk, asked, reply, random);
    const isOdd = taken?.kind === 'stale' && stoodStill && reply.kind === 'exchanged';
    must(!isOdd, 'I9', () => `${desk.name} does not know its own question of ${asked.acknowledged}`);
    return taken !== null && taken.kind !== 'forked' && desk.living;
  }

  /** A desk at which nothing had changed since has all that there was to be had, and the service has all that it had. */
  #isServed(desk: Desk, { to: { lastSeq }, steps }: Answer, wasLeaving: boolean): void {
    const last = steps.at(-1);
    const reply = last?.kind === 'exchange' ? last.reply : null;
    if (reply?.kind === 'revoked' && reply.forks === null)
      must(!wasLeaving || !desk.living, 'I9', () => `${desk.name} handed all over by file and goes on`);
    if (reply?.kind !== 'exchanged' || reply.forks !== null) return;
    const { acknowledged, cursors } = desk.store.status();
    if (desk.store.hashOf(reply.lastSeq) !== reply.lastHash) return;
    must(acknowledged >= lastSeq, 'I9', () => `${desk.name} has ${lastSeq} ops, ${acknowledged} sent by file`);
    must(desk.store.testimonyQueue(1).length === 0, 'I9', () => `${desk.name} still has to tell of rows, after a file`);
    for (const [stream, head] of Object.entries(reply.heads))
      must((cursors[stream]?.seq ?? 0) >= head, 'I9', () => `${desk.name} lacks a part of ${stream}, after a file`);
  }
}

function keep<T>(files: T[], file: T): void {
  files.push(file);
  if (files.length > ON_THE_WAY) files.shift();
}

/** All of a desk that an answer has to fit. */
function standingOf({ store }: Desk): string {
  return JSON.stringify([store.status(), store.lastSeq(), store.testimonyQueue(Number.MAX_SAFE_INTEGER)]);
}
