/** `127.0.0.1`, `localhost`, `[::1]`: a service on this very machine has no certificate. */
const THIS_MACHINE = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?(?:\/|$)/iu;

/** The address of a service as people type it: without `https://` it is meant with it. `null` for what is no address. */
export function serviceAddress(typed: string): string | null {
  const text = typed.trim();
  const full = /^[a-z]+:\/\//iu.test(text) ? text : `${THIS_MACHINE.test(text) ? 'http' : 'https'}://${text}`;
  if (!URL.canParse(full)) return null;
  const { protocol, hostname, href } = new URL(full);
  if ((protocol !== 'http:' && protocol !== 'https:') || !/[\p{L}\p{N}]/u.test(hostname)) return null;
  return href.replace(/\/+$/u, '');
}

/** As it stands on the paper: letters large, without the blanks that come along when it is pasted. */
export function enrolmentCode(typed: string): string {
  return typed.replace(/\s+/gu, '').toUpperCase();
}
