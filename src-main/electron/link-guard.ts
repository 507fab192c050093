/** Whether a link may be handed to the system's browser: https, one of `hosts`, its usual port, nobody's name in it. */
export function mayOpen(url: string, hosts: ReadonlySet<string>): boolean {
  const parsed = URL.parse(url);
  if (parsed === null) return false;
  const plain = parsed.username === '' && parsed.password === '' && parsed.port === '';
  return parsed.protocol === 'https:' && plain && hosts.has(parsed.hostname);
}
