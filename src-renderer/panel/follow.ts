import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';

/**
 * Follows `source` at once while it is `seen`, else as soon as the frame is painted that the agent waits for. What nobody sees
 * is ready all the same, and costs that frame nothing.
 */
export function useFollowing<T>(source: () => T, seen: () => boolean): ShallowRef<T> {
  const followed = shallowRef(source());
  let frame = 0;
  let task: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(task);
  };
  watch([source, seen], ([now, isSeen]) => {
    stop();
    const follow = (): void => {
      followed.value = now;
    };
    if (isSeen) follow();
    else
      frame = requestAnimationFrame(() => {
        task = setTimeout(follow);
      });
  });
  onScopeDispose(stop);
  return followed;
}
