import type { BrowserWindow } from 'electron';
import type { Clock } from '#shared/base/clock.ts';
import type { Log } from '#core/log.ts';

const WITHIN_MS = 60_000;
const MOST_RELOADS = 3;

/** Brings a page back whose process has died; nothing is lost, since what is typed is in the database. Gives up on a page
 * that dies again and again. */
export function reloadAfterCrash(windows: readonly BrowserWindow[], clock: Clock, log: Log): void {
  for (const window of windows) {
    let crashes: number[] = [];
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      if (reason === 'clean-exit') return;
      const now = clock.sinceBoot();
      crashes = [...crashes.filter((at) => now - at < WITHIN_MS), now];
      const again = crashes.length <= MOST_RELOADS;
      log.error({ code: 'page-gone', reason, exitCode, again }, 'the process of a window has ended');
      if (again) window.webContents.reload();
    });
  }
}
