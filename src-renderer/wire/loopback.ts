import type { Wire } from './wire.ts';

const TOKEN_KEY = 'zuoxi.token';
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;

/**
 * Takes the token of this launch out of the address, so that it does not stay in the history or in a picture of the
 * screen, and keeps it for reloads of this tab.
 */
function takeToken(): string {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given !== null) {
    sessionStorage.setItem(TOKEN_KEY, given);
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  return sessionStorage.getItem(TOKEN_KEY) ?? '';
}

/** A WebSocket to the workstation on this machine; dialled again with growing pauses when it breaks. */
export function loopbackWire(): Wire {
  const token = takeToken();
  const frames: ((data: unknown) => void)[] = [];
  const standings: ((standing: boolean) => void)[] = [];
  let socket: WebSocket | null = null;
  let pause = FIRST_RETRY_MS;

  const dial = (): void => {
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
      setTimeout(dial, pause);
      pause = Math.min(pause * 2, LAST_RETRY_MS);
    });
  };
  dial();

  return {
    post: (data) => socket?.send(JSON.stringify(data)),
    onFrame: (listener) => frames.push(listener),
    onStanding: (listener) => {
      standings.push(listener);
      if (socket !== null) listener(true);
    },
  };
}
