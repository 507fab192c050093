import { absorbLive } from '#shared/domain/sync/desk/absorb-live.ts';
import type { Live } from '#shared/domain/sync/exchange.ts';
import { Random } from '#kit/random.ts';
import { Crash, DiskFull } from './crash.ts';
import type { Desk } from './desk.ts';
import type { World } from './world.ts';

/** Told over a live link and not heard yet. */
interface Told {
  readonly desk: Desk;
  readonly live: Live;
}

/** At most so many are on their way; the oldest is then lost. */
const ON_THE_WAY = 30;

/** The live links between desks and service, which tell commits unasked: late, twice, in any order, also of a former life. */
export class LiveLinks {
  readonly #world: World;
  readonly #told: Told[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  /** After a step of the plan. Its dice are its own: a plan without live links goes on as if there were none. */
  async listen(seed: number): Promise<void> {
    const random = new Random(Math.imul(seed, 0x9e3779b1));
    if (this.#world.healed || random.between(0, 999) >= this.#world.plan.live) return;
    const desk = this.#world.desks[random.between(0, this.#world.desks.length - 1)];
    if (desk?.living === true && desk.offlineUntil <= this.#world.now) await this.#tell(desk, random);
    const [due] = this.#told.splice(random.between(0, Math.max(0, this.#told.length - 1)), 1);
    if (due === undefined) return;
    this.#hear(due, random);
    if (random.chance(0.1)) this.#told.push(due);
  }

  async #tell(desk: Desk, random: Random): Promise<void> {
    const { service } = this.#world;
    const device = service.device(desk.device);
    if (device === undefined || device.revoked) return;
    const stream = random.pick(Object.keys(device.grants));
    const head = service.headOf(stream);
    const reached = desk.store.status().cursors[stream]?.seq ?? 0;
    // A service tells from where it has told; mostly that is where the desk is.
    const prev = random.chance(0.8) ? Math.min(reached, head) : random.between(0, head);
    this.#told.push({ desk, live: await service.tell(stream, prev, random.pick([1, 3, 500])) });
    if (this.#told.length > ON_THE_WAY) this.#told.shift();
  }

  #hear({ desk, live }: Told, random: Random): void {
    if (!desk.living) return;
    if (this.#world.meets('crash', random)) desk.fuse.arm(random.between(1, 20), () => new Crash('desk'));
    try {
      const taken = absorbLive(desk.store, desk.store.entities, live);
      desk.fuse.disarm();
      this.#world.trace?.(`    ${desk.name} hears ${live.stream} ${live.prev}-${live.seq}: ${taken}`);
      if (taken) this.#world.count('live');
      this.#world.check(desk);
    } catch (error) {
      if (!(error instanceof Crash || error instanceof DiskFull)) throw error;
      desk.store.written = [];
    } finally {
      desk.fuse.disarm();
    }
  }
}
