import { shell } from 'electron';

/** Where a link may lead out of the desk: the two public places a customer is told about. Everything else stays closed. */
const LINK_HOSTS: ReadonlySet<string> = new Set([
  'www.12315.cn', // complaints of consumers
  'yhssglxt.miit.gov.cn', // complaints about telecommunication
]);

/** Whether a link may be handed to the system's browser: https, a known host, its usual port, nobody's name in it. */
export function mayOpen(url: string): boolean {
  const parsed = URL.parse(url);
  if (parsed === null) return false;
  const plain = parsed.username === '' && parsed.password === '' && parsed.port === '';
  return parsed.protocol === 'https:' && plain && LINK_HOSTS.has(parsed.hostname);
}

/** Hands a link to the system's browser, or does nothing when it may not be opened. */
export function openExternally(url: string): void {
  if (!mayOpen(url)) return;
  // A machine without a browser refuses; the link is then simply not followed.
  shell.openExternal(url).catch(() => undefined);
}
