import { onScopeDispose, readonly, ref, toValue, watchEffect, type MaybeRefOrGetter, type Ref } from 'vue';

const STEP_MS = 250;

const now = ref(Date.now());
let users = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

function step(): void {
  now.value = Date.now();
  timer = setTimeout(step, STEP_MS - (now.value % STEP_MS));
}

function start(): void {
  users += 1;
  if (users === 1) step();
}

function stop(): void {
  users -= 1;
  if (users === 0) clearTimeout(timer);
}

/**
 * The wall clock in quarter seconds, one for the whole window. It runs only while somebody who is `wanted` looks at it.
 * What is drawn from it is always subtracted, never counted.
 */
export function useNow(wanted: MaybeRefOrGetter<boolean> = true): Readonly<Ref<number>> {
  let running = false;
  const set = (want: boolean): void => {
    if (want === running) return;
    running = want;
    if (want) start();
    else stop();
  };
  watchEffect(() => set(toValue(wanted)));
  onScopeDispose(() => set(false));
  return readonly(now);
}
