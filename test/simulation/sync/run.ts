import { Courier } from './courier.ts';
import { heal } from './heal.ts';
import { LiveLinks } from './live.ts';
import { perform } from './steps.ts';
import type { Plan } from './plan.ts';
import { Upkeep } from './upkeep.ts';
import { World } from './world.ts';

export interface Outcome {
  /** What went wrong, or `null`. */
  readonly violation: string | null;
  /** Steps of the plan that were made, and exchanges after the network had healed. */
  readonly steps: number;
  readonly exchanges: number;
}

/** Runs a plan to its end, or to the first violation. */
export async function run(
  plan: Plan,
  tally: Record<string, number>,
  trace: ((line: string) => void) | null = null,
): Promise<Outcome> {
  const world = new World(plan, tally);
  if (trace !== null) follow(world, trace);
  const [links, upkeep, courier] = [new LiveLinks(world), new Upkeep(world), new Courier(world)];
  let steps = 0;
  try {
    for (const step of plan.steps) {
      steps += 1;
      trace?.(`${steps} ${step.kind} ${world.desks[step.desk % world.desks.length]?.name ?? ''}`);
      const performed = perform(world, step);
      if (performed !== undefined) await performed;
      await links.listen(step.seed);
      upkeep.keep(step.seed);
      await courier.walk(step.seed);
    }
    return { violation: null, steps, exchanges: await heal(world, courier) };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const where = error instanceof Error && error.constructor === Error ? (error.stack ?? '') : '';
    return { violation: `step ${steps}: ${said}${where}`, steps, exchanges: 0 };
  }
}

/** Tells what every transaction of the service came to. */
function follow(world: World, trace: (line: string) => void): void {
  world.trace = trace;
  const { database } = world.service;
  const judge = database.watch;
  database.watch = (committed) => {
    const { device, rows, quarantined, released } = committed;
    if (device !== null && device.after.lastSeq !== device.before.lastSeq)
      trace(`    service has ${device.after.id} to ${device.after.lastSeq} (${device.after.lastHash})`);
    for (const { entry, after } of rows)
      trace(
        `    ${after.stream} ${entry.seq} (${entry.before}) ${entry.entity} ${entry.id} ${JSON.stringify(entry.values)}`,
      );
    for (const { op, reason, device: by } of quarantined) trace(`    aside ${by}:${op.seq} ${reason}`);
    for (const { op, device: by } of released) trace(`    released ${by}:${op.seq}`);
    judge(committed);
  };
}
