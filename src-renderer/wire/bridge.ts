import type { Wire } from './wire.ts';

/** The message port of the Electron host. It stands as long as the window does. */
export function bridgeWire(bridge: ZuoxiBridge): Wire {
  return {
    // Only plain JSON data travels: a structured clone refuses what Vue has made reactive.
    post: (data) => bridge.post(JSON.parse(JSON.stringify(data))),
    onFrame: (listener) => bridge.on(listener),
    onStanding: (listener) => listener('standing'),
  };
}
