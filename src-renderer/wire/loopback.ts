import type { Wire } from './wire.ts';

const TOKEN_KEY = 'zuoxi.token';
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;

/**
 * Takes the token of this launch, or a code that gets it once, out of the address, so that it does not stay in the history or
 * in a picture of the screen, and keeps the token for reloads of this tab.
 */
async function takeToken(): Promise<string> {
  const given = new URLSearchParams(location.hash.slice(1));
  const code = given.get('code');
  const token = given.get('token');
  if (code !== null || token !== null) history.replaceState(history.state, '', location.pathname + location.search);
  const known = token ?? (code === null ? null : await exchange(code));
  if (known !== null) sessionStorage.setItem(TOKEN_KEY, known);
  return sessionStorage.getItem(TOKEN_KEY) ?? '';
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

/** A WebSocket to the workstation on this machine; dialled again with growing pauses when it breaks. */
export function loopbackWire(): Wire {
  const frames: ((data: unknown) => void)[] = [];
  const standings: ((standing: boolean) => void)[] = [];
  let socket: WebSocket | null = null;
  let pause = FIRST_RETRY_MS;

  const dial = (token: string): void => {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const dialled = new WebSocket(`${scheme}://${location.host}/wire`, ['zuoxi', `token.${token}`]);
    dialled.addEventListener('open', () => {
      socket = dialled;
      pause = FIRST_RETRY_MS;
      for (const listener of standings) listener(true);
    });
    dialled.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (typeof event.data !== 'string') return;
      const frame: unknown = JSON.parse(event.data);
      for (const listener of frames) listener(frame);
    });
    dialled.addEventListener('close', () => {
      socket = null;
      for (const listener of standings) listener(false);
      setTimeout(() => dial(token), pause);
      pause = Math.min(pause * 2, LAST_RETRY_MS);
    });
  };
  void takeToken().then(dial);

  return {
    post: (data) => socket?.send(JSON.stringify(data)),
    onFrame: (listener) => frames.push(listener),
    onStanding: (listener) => {
      standings.push(listener);
      if (socket !== null) listener(true);
    },
  };
}
