import type { Absorbed } from '#shared/domain/sync/desk/absorb.ts';
import type { Limits } from '#shared/domain/sync/desk/prepare.ts';
import type { Asked, ExchangeReply, ExchangeRequest } from '#shared/domain/sync/exchange.ts';
import { SHARED_STREAM } from '#shared/domain/sync/entity.ts';
import type { DeviceState } from '#shared/domain/sync/service/store.ts';
import type { Random } from '#kit/random.ts';
import { Crash, DiskFull, type Fuse } from './crash.ts';
import { Desk } from './desk.ts';
import { DeskOracle } from './desk-oracle.ts';
import { History } from './history.ts';
import { nothingLost } from './lost.ts';
import { MemoryDeskStore } from './memory-desk-store.ts';
import type { Mishap, Plan } from './plan.ts';
import type { MadeImage } from './memory-service-state.ts';
import { programsOf } from './programs.ts';
import { Marks } from './samples.ts';
import { crashing, Service } from './service.ts';
import { must, Violation } from './violation.ts';
import { Workers } from './work.ts';

export interface InFlight {
  readonly desk: Desk;
  readonly request: ExchangeRequest;
  /** `null` while it is on its way to the service. */
  readonly reply: ExchangeReply | null;
}

const START = 1_700_000_000_000;

/** A company: one service, its desks, and the network between them. */
export class World {
  readonly plan: Plan;
  readonly programs: ReturnType<typeof programsOf>;
  readonly history = new History();
  readonly marks = new Marks();
  readonly workers: Workers;
  readonly service: Service;
  readonly desks: Desk[] = [];
  readonly revoked = new Set<string>();
  /** Rows that were made after somebody may have edited them. */
  readonly early = new Set<string>();
  flight: InFlight[] = [];
  /** Counts of what went wrong on purpose, by kind. */
  readonly tally: Record<string, number>;
  trace: ((line: string) => void) | null = null;
  /** What is on the way and in the machines goes wrong no more. */
  healed = false;
  now = START;
  serviceOffset = 0;
  readonly #hashes = new Map<string, string>();
  #identities = 0;

  constructor(plan: Plan, tally: Record<string, number>) {
    this.plan = plan;
    this.tally = tally;
    this.workers = new Workers(this.marks, plan.crowded);
    const sha256 = (text: string): string => this.hash(text);
    const program = plan.newestService || !plan.skew ? 2 : 1;
    this.programs = programsOf(plan.wide);
    const now = (): number => this.now + this.serviceOffset;
    const { programs } = this;
    this.service = new Service({ programs, history: this.history, sha256, now, pullLimit: plan.limits.pull, program });
    for (let n = 0; n < plan.desks; n += 1) this.#open(n, sha256);
  }

  /** Without collisions, and short: what is hashed has to have a name, no more. */
  hash(text: string): string {
    const known = this.#hashes.get(text);
    if (known !== undefined) return known;
    const hash = `#${this.#hashes.size}`;
    this.#hashes.set(text, hash);
    return hash;
  }

  #open(n: number, sha256: (text: string) => string): void {
    const id = this.newIdentity();
    const all = Array.from({ length: this.plan.branches }, (_, branch) => `branch:${branch}`);
    const home = all[n % all.length] ?? '';
    const supervisor = n === 0;
    const streams = supervisor ? all : n % 4 === 3 ? [home, all[(n + 1) % all.length] ?? home] : [home];
    const grants: Record<string, 'read' | 'write'> = { [SHARED_STREAM]: supervisor || n % 2 === 0 ? 'write' : 'read' };
    for (const stream of streams) grants[stream] = supervisor || stream === home ? 'write' : 'read';
    this.service.enrol({ id, home, grants, role: supervisor ? 'supervisor' : 'agent' });
    const program = this.plan.skew ? n % 3 : 2;
    const entities = this.programs[program] ?? this.programs[1];
    const store = (fuse: Fuse): MemoryDeskStore => new MemoryDeskStore({ device: id, entities, sha256, fuse });
    this.desks.push(new Desk(`desk ${n}`, store, program));
  }

  newIdentity(): string {
    this.#identities += 1;
    return `d${this.#identities}`;
  }

  count(kind: string): void {
    this.tally[kind] = (this.tally[kind] ?? 0) + 1;
  }

  /** Whether this mishap happens now. */
  meets(mishap: Mishap, random: Random): boolean {
    const happens = random.between(0, 999) < this.plan.mishaps[mishap] && !this.healed;
    if (happens) this.count(mishap);
    return happens;
  }

  deviceOf(desk: Desk): DeviceState {
    const device = this.service.device(desk.device);
    return device ?? { ...this.#known.get(desk.device)!, lastSeq: 0, lastHash: '', lastContact: 0, revoked: false };
  }

  readonly #known = new Map<string, Pick<DeviceState, 'id' | 'role' | 'home' | 'grants'>>();

  /** What administrators know of a device, whatever a restored service has forgotten. */
  remember(): void {
    for (const { id, role, home, grants } of this.service.database.state.devices.values())
      this.#known.set(id, { id, role, home, grants });
  }

  ask(desk: Desk): ExchangeRequest {
    const request = desk.request(this.now + desk.offset, this.#limits);
    this.service.oracle.sent(request.device, desk.sentIn(request));
    return request;
  }

  get #limits(): Limits {
    return { ...this.plan.limits, length: Number.MAX_SAFE_INTEGER };
  }

  /** A desk takes a stream in as an image, if there is one that it may take. */
  takeImage(desk: Desk, stream: string, random: Random): void {
    if (this.service.device(desk.device)?.revoked !== false || this.meets('drop', random)) return;
    const image = this.service.image(stream, random.chance(0.3));
    if (image !== null) this.layImage(desk, image, random);
  }

  /** A desk takes an image in, whichever way it came; `null` when it was cut off. */
  layImage(desk: Desk, image: MadeImage, random: Random): 'taken' | 'not-wanted' | null {
    const taken = this.#unlessCutOff(desk, 30, random, () => desk.takeImage(image));
    if (taken === null) return null;
    this.trace?.(`    ${desk.name} takes an image of ${image.stream} at ${image.seq}: ${taken}`);
    if (taken === 'differs') throw new Violation('I3', `${desk.name} differs from an image of ${image.stream}`);
    if (taken === 'taken') {
      this.count('image');
      desk.shortened = desk.shortened.filter((each) => each !== image.stream);
    }
    this.check(desk);
    return taken;
  }

  /** What a desk does while its program or its disk may fail within so many statements; `null` when it did. */
  #unlessCutOff<T>(desk: Desk, statements: number, random: Random, work: () => T): T | null {
    if (this.meets('crash', random)) desk.fuse.arm(random.between(1, statements), () => new Crash('desk'));
    else if (this.meets('disk-full', random)) desk.fuse.arm(random.between(1, statements), () => new DiskFull('full'));
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Crash || error instanceof DiskFull)) throw error;
      desk.store.written = [];
      return null;
    } finally {
      desk.fuse.disarm();
    }
  }

  async exchange(desk: Desk, random: Random): Promise<boolean> {
    for (const stream of desk.shortened) this.takeImage(desk, stream, random);
    desk.shortened = [];
    const request = this.ask(desk);
    if (this.meets('drop', random)) return false;
    if (this.meets('delay', random)) {
      this.flight.push({ desk, request, reply: null });
      return false;
    }
    if (this.meets('duplicate', random)) this.flight.push({ desk, request, reply: null });
    const reply = await this.answer(request, random);
    if (reply === null || this.meets('lose-reply', random) || this.meets('truncate', random)) return false;
    if (this.meets('late', random)) {
      this.flight.push({ desk, request, reply });
      return false;
    }
    if (this.meets('duplicate', random)) this.flight.push({ desk, request, reply });
    const ahead = this.#askAhead(desk, request, reply, random);
    if (ahead === null) return this.take(desk, request, reply, random);
    const isDelayed = this.meets('delay', random);
    if (isDelayed) this.flight.push({ desk, request: ahead, reply: null });
    const next = isDelayed || this.meets('drop', random) ? null : await this.answer(ahead, random);
    const more = this.take(desk, request, reply, random);
    if (next === null || this.meets('lose-reply', random)) return more;
    if (!this.meets('late', random)) return this.take(desk, ahead, next, random);
    this.flight.push({ desk, request: ahead, reply: next });
    return more;
  }

  /** A desk may send the next push before it takes in a reply. */
  #askAhead(desk: Desk, asked: ExchangeRequest, reply: ExchangeReply, random: Random): ExchangeRequest | null {
    if (this.plan.ahead === 0 || random.between(0, 999) >= this.plan.ahead) return null;
    const ahead = desk.requestAhead(asked, reply, this.now + desk.offset, this.#limits);
    if (ahead === null) return null;
    this.count('asked ahead');
    this.service.oracle.sent(ahead.device, desk.sentIn(ahead));
    return ahead;
  }

  /** `null` when the service ended before it could reply. */
  async answer(request: ExchangeRequest, random: Random): Promise<ExchangeReply | null> {
    try {
      return await this.service.serve(request, this.meets('crash', random) ? crashing(random) : undefined);
    } catch (error) {
      if (error instanceof Crash) return null;
      throw error;
    }
  }

  /** `true` when the desk wants another exchange at once. */
  take(desk: Desk, request: ExchangeRequest, reply: ExchangeReply, random: Random): boolean {
    if (!desk.living) return false;
    const absorbed = this.absorb(desk, request, reply, random);
    switch (absorbed?.kind) {
      case 'absorbed':
        return absorbed.more || absorbed.shortened.length > 0;
      case 'forked':
        this.#takeIdentity(desk);
        return true;
      case 'unknown':
        this.known(desk.device);
        return true;
      case 'revoked':
        return desk.living;
      case 'stale':
      case undefined:
        return true;
    }
  }

  /** A service that was restored takes a desk in again by its certificate. */
  known(device: string): void {
    if (this.service.device(device) === undefined) this.service.enrol(this.#known.get(device)!);
    if (this.revoked.has(device)) this.service.revoke(device);
  }

  /** What a desk makes of a reply, whichever way it came; `null` when it was cut off. */
  absorb(desk: Desk, asked: Asked, reply: ExchangeReply, random: Random): Absorbed | null {
    const absorbed = this.#unlessCutOff(desk, 20, random, () => desk.absorb(asked, reply));
    if (absorbed === null) return null;
    this.trace?.(`    ${desk.name} ${JSON.stringify(absorbed)} ${JSON.stringify(desk.store.status())}`);
    const mayFork = desk.isCopied || this.service.database.lives > 1;
    must(absorbed.kind !== 'forked' || mayFork, 'I9', () => `${desk.name} is taken for a copy, and is none`);
    if (absorbed.kind === 'revoked' && absorbed.over) this.#wipe(desk, reply);
    if (absorbed.kind !== 'absorbed') return absorbed;
    this.check(desk);
    if (absorbed.diverged.length > 0) throw new Violation('I3', `${desk.name} differs in ${absorbed.diverged[0]}`);
    desk.shortened = absorbed.shortened;
    return absorbed;
  }

  check(desk: Desk): void {
    desk.oracle.check(desk.store, this.service.oracle, this.deviceOf(desk).grants, this.service.epoch);
  }

  #takeIdentity(desk: Desk): void {
    const { role, home, grants } = this.deviceOf(desk);
    const id = this.newIdentity();
    this.trace?.(`  ${desk.name} ${desk.device} becomes ${id}`);
    this.count('new identity');
    this.service.enrol({ id, role, home, grants });
    if (this.revoked.has(desk.device)) {
      this.revoked.add(id);
      this.service.revoke(id);
    }
    this.#known.set(id, { id, role, home, grants });
    desk.become(id, this.history);
  }

  /** A revoked desk has handed over all that it had; its disk is wiped. */
  #wipe(desk: Desk, reply: ExchangeReply): void {
    must(this.revoked.has(desk.device), 'I1', () => `${desk.name} was wiped, whom nobody revoked`);
    desk.living = false;
    // What a backup undid after the last word of the service, nobody can know any more.
    if (reply.kind === 'revoked' && reply.epoch === this.service.epoch) nothingLost(this.service, this.history, desk);
  }

  clone(desk: Desk): void {
    const oracle = new DeskOracle(desk.store.status(), desk.oracle);
    const twin = new Desk(`twin ${this.desks.length}`, (fuse) => desk.store.copy(fuse), desk.program, oracle);
    twin.memory = desk.memory;
    for (const each of [desk, twin]) each.isCopied = true;
    this.desks.push(twin);
  }
}
