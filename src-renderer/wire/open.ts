import { bridgeWire } from './bridge.ts';
import { loopbackWire } from './loopback.ts';
import type { Wire } from './wire.ts';

/** Picks the wire once; nothing else in the renderer knows which it is. */
export function openWire(): Wire {
  return window.zuoxi === undefined ? loopbackWire() : bridgeWire(window.zuoxi);
}
