import { Random } from '#kit/random.ts';
import type { Desk } from './desk.ts';
import type { World } from './world.ts';

/**
 * What a service and desks do so as not to grow for ever, at any moment: images of streams are made and taken, also old ones, logs are
 * shortened, ops that every backup has are cleared away.
 */
export class Upkeep {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** After a step of the plan. Its dice are its own: a plan without upkeep goes on as if there were none. */
  keep(seed: number): void {
    const world = this.#world;
    const random = new Random(Math.imul(seed, 0x85ebca6b));
    if (world.healed || random.between(0, 999) >= world.plan.upkeep) return;
    const desk = world.desks[random.between(0, world.desks.length - 1)];
    if (desk?.living !== true) return;
    const stream = random.pick(Object.keys(world.deviceOf(desk).grants));
    switch (random.pick(['shorten', 'take', 'take', 'clear'])) {
      case 'shorten':
        world.count('shortened log');
        world.service.shorten(stream, random);
        break;
      case 'take':
        if (desk.offlineUntil <= world.now) world.takeImage(desk, stream, random);
        break;
      case 'clear':
        this.#clear(desk);
    }
  }

  #clear({ store }: Desk): void {
    const { acknowledged, settled, leaving, device } = store.status();
    const until = Math.min(acknowledged, settled, store.lastSeq() - 1, this.#world.service.backedUp(device));
    if (leaving === true || until < store.firstSeq()) return;
    this.#world.count('cleared ops');
    store.clear(until);
  }
}
