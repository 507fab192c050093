import { nextTick } from 'vue';

/** Longer than any command takes here; a key is never held back for longer. */
const WAIT_AT_MOST_MS = 400;

let running = 0;
let emptying = false;
const waiting: (() => void)[] = [];

/**
 * Keys wait for what the keys before them set off: after a situation or a stage a digit means the line that comes, not the
 * one that goes.
 */
export function holdKeysFor(work: Promise<unknown>): void {
  running += 1;
  let over = false;
  const release = (): void => {
    if (over) return;
    over = true;
    running -= 1;
    clearTimeout(timer);
    void letThrough();
  };
  const timer = setTimeout(release, WAIT_AT_MOST_MS);
  void work.finally(release);
}

export function keysAreHeld(): boolean {
  return running > 0 || emptying;
}

/** A key that was pressed before has not had its turn. */
export function keysWait(): boolean {
  return waiting.length > 0;
}

export function holdKey(go: () => void): void {
  waiting.push(go);
}

/** One after the other; each may hold back the rest again. */
async function letThrough(): Promise<void> {
  if (emptying) return;
  emptying = true;
  while (waiting.length > 0) {
    await nextTick();
    if (running > 0) break;
    waiting.shift()?.();
  }
  emptying = false;
}
