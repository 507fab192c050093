import { MISHAPS, type Plan } from './plan.ts';
import { run } from './run.ts';

/** The shortest plan found that still breaks the same rule: steps, mishaps and desks are left out as long as it does. */
export async function shrink(plan: Plan): Promise<Plan> {
  const rule = ruleOf((await run(plan, {})).violation);
  const fails = async (candidate: Plan): Promise<boolean> => ruleOf((await run(candidate, {})).violation) === rule;
  let best = plan;
  for (let before = Number.POSITIVE_INFINITY; best.steps.length < before;) {
    before = best.steps.length;
    for (const mishap of MISHAPS) {
      const calm = { ...best, mishaps: { ...best.mishaps, [mishap]: 0 } };
      if (best.mishaps[mishap] > 0 && (await fails(calm))) best = calm;
    }
    for (let size = Math.ceil(before / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let at = 0; at < best.steps.length;) {
        const without = { ...best, steps: [...best.steps.slice(0, at), ...best.steps.slice(at + size)] };
        if (await fails(without)) best = without;
        else at += size;
      }
    }
    for (let desks = 1; desks < best.desks; desks += 1) {
      const steps = best.steps.map((step) => ({ ...step, desk: step.desk % best.desks }));
      const fewer = { ...best, desks, steps: steps.filter(({ desk }) => desk < desks) };
      if (await fails(fewer)) best = fewer;
    }
  }
  return best;
}

/** `I7`, of a violation such as `step 12: I7: …`. */
function ruleOf(violation: string | null): string | null {
  return violation === null ? null : (/: (I\d+|\w+)/.exec(violation)?.[1] ?? violation);
}
