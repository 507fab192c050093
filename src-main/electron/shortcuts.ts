import { globalShortcut } from 'electron';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Action } from '#shared/contract/actions.ts';
import type { KeyNotBound, SystemKey } from '#core/host.ts';
import { canonicalAccelerator } from '#core/hotkeys/accelerator.ts';

/** The keys that work over every program. They are always replaced together, so that no old one is ever left behind. */
export class SystemKeys implements Disposable {
  #bound: readonly string[] = [];

  replace(keys: readonly SystemKey[], onPress: (action: Action) => void): readonly KeyNotBound[] {
    this.dispose();
    const bound: string[] = [];
    const failed: KeyNotBound[] = [];
    for (const { action, accelerator } of keys) {
      const canonical = canonicalAccelerator(accelerator);
      if (canonical === null) failed.push({ action, accelerator, reason: 'invalid' });
      else if (register(canonical, () => onPress(action))) bound.push(canonical);
      else failed.push({ action, accelerator, reason: 'taken' });
    }
    this.#bound = bound;
    return failed;
  }

  dispose(): void {
    for (const accelerator of this.#bound) globalShortcut.unregister(accelerator);
    this.#bound = [];
  }
}

/** `false` when the system, another program or another of our own keys holds the chord. */
function register(accelerator: string, onPress: () => void): boolean {
  // Registering a chord twice would silently replace what it does.
  if (globalShortcut.isRegistered(accelerator)) return false;
  return globalShortcut.register(accelerator, onPress);
}
