import { computed, ref, toValue, watch, type ComputedRef, type MaybeRefOrGetter, type Ref } from 'vue';
import type { Pack } from '#shared/domain/pack/schema.ts';
import type { WordingHit } from '#shared/domain/wording/check.ts';
import type { WordingContext } from '#shared/domain/wording/policy.ts';
import { useChecker } from './checkers.ts';
import { carried, hitNear } from './hits.ts';

/** A longer text is no note that anybody words with care; checking it with each key would be felt. */
const LONGEST = 20_000;

interface Checked {
  readonly text: string;
  readonly hits: readonly WordingHit[];
}

interface Wording {
  readonly hits: ComputedRef<readonly WordingHit[]>;
  /** The hit that is spoken of. */
  readonly current: ComputedRef<WordingHit | null>;
  readonly place: Ref<number>;
  /** Speaks of the hit at the caret. */
  lookAt: (caret: number) => void;
  next: () => void;
}

/** What is to be put otherwise in a text as it is typed. */
export function useWording(
  text: MaybeRefOrGetter<string>,
  composing: MaybeRefOrGetter<boolean>,
  pack: MaybeRefOrGetter<Pack | null>,
  context: MaybeRefOrGetter<WordingContext>,
): Wording {
  const checker = useChecker(() => toValue(pack)?.wording);
  const checked = computed<Checked>((before) => {
    const now = toValue(text);
    if (toValue(composing))
      return { text: now, hits: before === undefined ? [] : carried(before.hits, before.text, now) };
    const hits = now.length > LONGEST ? undefined : checker.value?.check(now, toValue(context));
    return { text: now, hits: hits ?? [] };
  });
  const hits = computed(() => checked.value.hits);
  const place = ref(0);
  watch(hits, ({ length }) => {
    if (place.value >= length) place.value = Math.max(0, length - 1);
  });

  return {
    hits,
    current: computed(() => hits.value[place.value] ?? null),
    place,
    lookAt: (caret) => {
      place.value = hitNear(hits.value, caret);
    },
    next: () => {
      place.value = hits.value.length === 0 ? 0 : (place.value + 1) % hits.value.length;
    },
  };
}
