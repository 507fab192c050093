import { shell } from 'electron';
import { mayOpen } from './link-guard.ts';

/** Where a link may lead out of the desk. No page of ours has such a link. */
const LINK_HOSTS: ReadonlySet<string> = new Set();

/** Hands a link to the system's browser, or does nothing when it may not be opened. */
export function openExternally(url: string): void {
  if (!mayOpen(url, LINK_HOSTS)) return;
  // A machine without a browser refuses; the link is then simply not followed.
  shell.openExternal(url).catch(() => undefined);
}
