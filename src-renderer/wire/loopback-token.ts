const TOKEN_KEY = 'zuoxi.token';

/** The tabs of this desk; no other address has a part in it. */
const tabs = (): BroadcastChannel => new BroadcastChannel(TOKEN_KEY);

/**
 * Takes the token of this launch, or a code that gets it once, out of the address, so that it does not stay in the history or
 * in a picture of the screen, and keeps the token for reloads of this tab. Tabs of a former launch are told of it.
 */
export async function takeToken(): Promise<string> {
  const given = new URLSearchParams(location.hash.slice(1));
  const code = given.get('code');
  const token = given.get('token');
  if (code !== null || token !== null) history.replaceState(history.state, '', location.pathname + location.search);
  const known = token ?? (code === null ? null : await exchange(code));
  if (known !== null) {
    sessionStorage.setItem(TOKEN_KEY, known);
    const channel = tabs();
    channel.postMessage(known);
    channel.close();
  }
  return sessionStorage.getItem(TOKEN_KEY) ?? '';
}

/** A tab that was opened by a later launch has another token, which this one keeps from then on. */
export function onLaterToken(listener: (token: string) => void): void {
  tabs().addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data !== 'string') return;
    sessionStorage.setItem(TOKEN_KEY, data);
    listener(data);
  });
}

/** A desk answers at this address and does not know the token: it was started anew since. */
export async function isRefused(token: string): Promise<boolean> {
  try {
    const answer = await fetch('/code', { method: 'POST', headers: { Authorization: `Bearer ${token}` } });
    return answer.status === 401;
  } catch {
    return false;
  }
}

/** `null` for a code that is used or late. */
async function exchange(code: string): Promise<string | null> {
  try {
    const answer = await fetch('/token', { method: 'POST', headers: { 'X-Zuoxi-Code': code } });
    return answer.ok ? ((await answer.json()) as { readonly token: string }).token : null;
  } catch {
    return null;
  }
}
