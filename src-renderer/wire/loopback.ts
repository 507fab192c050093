import { isRefused, onLaterToken, takeToken } from './loopback-token.ts';
import type { Standing, Wire } from './wire.ts';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;

/** A WebSocket to the workstation on this machine; dialled again with growing pauses when it breaks. */
export function loopbackWire(): Wire {
  const frames: ((data: unknown) => void)[] = [];
  const standings: ((standing: Standing) => void)[] = [];
  let token = '';
  let socket: WebSocket | null = null;
  let pause = FIRST_RETRY_MS;
  let redial: ReturnType<typeof setTimeout> | undefined;

  // Asked again after a while: it may be up by then.
  const isDown = (): boolean => socket === null;
  const tell = (standing: Standing): void => {
    for (const listener of standings) listener(standing);
  };
  const dial = (): void => {
    redial = undefined;
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const dialled = new WebSocket(`${scheme}://${location.host}/wire`, ['zuoxi', `token.${token}`]);
    let by: string | null = token;
    dialled.addEventListener('open', () => {
      by = null;
      socket = dialled;
      pause = FIRST_RETRY_MS;
      tell('standing');
    });
    dialled.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (typeof event.data !== 'string') return;
      const frame: unknown = JSON.parse(event.data);
      for (const listener of frames) listener(frame);
    });
    dialled.addEventListener('close', () => void hungUp(by));
  };
  /** `by`: the token with which nobody picked up. A connection that stood may break for any reason. */
  const hungUp = async (by: string | null): Promise<void> => {
    socket = null;
    redial = setTimeout(dial, pause);
    pause = Math.min(pause * 2, LAST_RETRY_MS);
    const standing = by !== null && (await isRefused(by)) ? 'refused' : 'lost';
    if (isDown() && (by === null || by === token)) tell(standing);
  };
  onLaterToken((later) => {
    token = later;
    pause = FIRST_RETRY_MS;
    if (redial === undefined) return;
    clearTimeout(redial);
    dial();
  });
  void takeToken().then((taken) => {
    token = taken;
    dial();
  });

  return {
    post: (data) => socket?.send(JSON.stringify(data)),
    onFrame: (listener) => frames.push(listener),
    onStanding: (listener) => {
      standings.push(listener);
      if (socket !== null) listener('standing');
    },
  };
}
