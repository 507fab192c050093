import { computed, shallowReactive, toValue, watch, type ComputedRef, type MaybeRefOrGetter } from 'vue';
import { compileWording, type WordingChecker } from '#shared/domain/wording/check.ts';
import type { WordingPolicy } from '#shared/domain/wording/policy.ts';

const ready = shallowReactive(new WeakMap<WordingPolicy, WordingChecker>());
const wanted = new WeakSet<WordingPolicy>();

/** A key never waits for it: until the browser has nothing better to do there is no checker, and nothing is underlined. */
function whenIdle(work: () => void): void {
  // Safari has no idle time to tell of.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: 2_000 });
  else setTimeout(work, 200);
}

/** The checker of a policy at once, made now if it has to be: for what cannot go on without it. */
export function checkerOf(policy: WordingPolicy): WordingChecker {
  const known = ready.get(policy);
  if (known !== undefined) return known;
  const made = compileWording(policy);
  ready.set(policy, made);
  return made;
}

/** The checker of a pack's wording: made once for each pack, `null` until it is there or where the pack has no such policy. */
export function useChecker(policy: MaybeRefOrGetter<WordingPolicy | undefined>): ComputedRef<WordingChecker | null> {
  watch(
    () => toValue(policy),
    (now) => {
      if (now === undefined || wanted.has(now)) return;
      wanted.add(now);
      whenIdle(() => checkerOf(now));
    },
    { immediate: true },
  );
  return computed(() => {
    const now = toValue(policy);
    return now === undefined ? null : (ready.get(now) ?? null);
  });
}
