import { powerMonitor } from 'electron';
import type { Disposable } from '#shared/base/disposable.ts';

/** Calls `listener` when the machine wakes and when its screen is unlocked; both at once call it twice. */
export function onResume(listener: () => void): Disposable {
  powerMonitor.on('resume', listener);
  // Some machines tell only this one after a long sleep.
  powerMonitor.on('unlock-screen', listener);
  return {
    dispose: () => {
      powerMonitor.off('resume', listener);
      powerMonitor.off('unlock-screen', listener);
    },
  };
}
