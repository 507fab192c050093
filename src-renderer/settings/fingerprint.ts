import { fingerprintText } from '#shared/domain/pack/signed-file.ts';

/** What people compare of a public key that was typed or pasted; `null`: that is no key. */
export async function fingerprintOfTyped(key: string): Promise<string | null> {
  if (!/^[\w-]{43}$/u.test(key)) return null;
  const raw = Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', raw));
  return fingerprintText([...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
}
