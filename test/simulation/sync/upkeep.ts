import { Random } from '#kit/random.ts';
import { Crash, DiskFull } from './crash.ts';
import type { Desk } from './desk.ts';
import { Violation } from './violation.ts';
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
    const stream = random.pick(Object.keys(world.deviceOf(desk).grants) as [string, ...string[]]);
    switch (random.pick(['shorten', 'take', 'take', 'clear'])) {
      case 'shorten':
        world.count('shortened log');
        world.service.shorten(stream, random);
        break;
      case 'take':
        if (desk.offlineUntil <= world.now) takeImage(world, desk, stream, random);
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

/** A desk takes a stream in as an image, if there is one that it may take. */
export function takeImage(world: World, desk: Desk, stream: string, random: Random): void {
  if (world.service.device(desk.device)?.revoked !== false || world.meets('drop', random)) return;
  const image = world.service.image(stream, random.chance(0.3));
  if (image === null) return;
  if (world.meets('crash', random)) desk.fuse.arm(random.between(1, 30), () => new Crash('desk'));
  else if (world.meets('disk-full', random)) desk.fuse.arm(random.between(1, 30), () => new DiskFull('full'));
  try {
    const taken = desk.takeImage(image);
    desk.fuse.disarm();
    world.trace?.(`    ${desk.name} takes an image of ${stream} at ${image.seq}: ${taken}`);
    if (taken === 'differs') throw new Violation('I3', `${desk.name} differs from an image of ${stream}`);
    if (taken === 'taken') world.count('image');
    world.check(desk);
  } catch (error) {
    if (!(error instanceof Crash || error instanceof DiskFull)) throw error;
    desk.store.written = [];
  } finally {
    desk.fuse.disarm();
  }
}
