/**
 * Chromium knows no scheme of ours, so `app://zuoxi/x` is shown at the pretend address `https://zuoxi.app.stand-in.test/x`,
 * which has the same rights: secure, standard, an origin of its own. Nothing there is ever asked over a network.
 */
const SUFFIX = 'stand-in.test';

export function toPretend(url: string): string {
  const match = /^([a-z]+):\/\/([^/?#]*)(.*)$/s.exec(url);
  const [, scheme = '', host = '', rest = ''] = match ?? [];
  if (match === null || scheme === 'https' || scheme === 'http') return url;
  return `https://${host}.${scheme}.${SUFFIX}${rest === '' ? '/' : rest}`;
}

export function fromPretend(url: string): string {
  const match = /^https:\/\/([^/?#]*)\.([a-z]+)\.stand-in\.test(?=[/?#]|$)(.*)$/s.exec(url);
  if (match === null) return url;
  const [, host = '', scheme = '', rest = ''] = match;
  return `${scheme}://${host}${rest}`;
}
