import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import type { Failure } from '#shared/contract/failure.ts';
import type { Result } from '#shared/base/result.ts';
import type { Page } from '#shared/contract/rpc.ts';
import { useDesk } from '../store/desk.ts';

interface Paged<Item> {
  readonly items: ShallowRef<readonly Item[]>;
  readonly loading: Ref<boolean>;
  readonly atEnd: Ref<boolean>;
  readonly failure: ShallowRef<Failure | null>;
  more: () => Promise<void>;
  restart: () => Promise<void>;
  /** Loads what is loaded once more. */
  refresh: () => Promise<void>;
}

const PAGE = 50;

/**
 * A long list, a page at a time by key. When the lists of the workstation change, what was loaded is loaded again in one
 * go, so that the place in the list stays.
 */
export function usePaged<Item>(
  load: (before: string | null, limit: number) => Promise<Result<Page<Item>, Failure>>,
): Paged<Item> {
  const desk = useDesk();
  const items = shallowRef<readonly Item[]>([]);
  const loading = ref(false);
  const atEnd = ref(false);
  const failure = shallowRef<Failure | null>(null);
  let next: string | null = null;
  let generation = 0;

  async function fetch(before: string | null, limit: number, keep: readonly Item[]): Promise<void> {
    generation += 1;
    const mine = generation;
    loading.value = true;
    const answer = await load(before, limit);
    if (mine !== generation) return;
    loading.value = false;
    failure.value = answer.ok ? null : answer.error;
    if (!answer.ok) return;
    items.value = [...keep, ...answer.value.items];
    next = answer.value.next;
    atEnd.value = next === null;
  }

  const more = async (): Promise<void> => {
    if (!loading.value && !atEnd.value) await fetch(next, PAGE, items.value);
  };
  const restart = (): Promise<void> => fetch(null, PAGE, []);
  const refresh = (): Promise<void> => fetch(null, Math.min(200, Math.max(PAGE, items.value.length)), []);

  watch(
    () => desk.state?.listsVersion,
    () => void refresh(),
  );
  onScopeDispose(desk.onReopened(() => void refresh()));
  void restart();
  return { items, loading, atEnd, failure, more, restart, refresh };
}
