import { refuse } from './failures.ts';
import { SECURITY_HEADERS } from './headers.ts';
import { route, type Route } from './route.ts';
import type { ServiceParts } from '../parts.ts';

/** A desk that has so much waiting does not read: it is let go and asks when it is back. */
const WAITING_BYTES = 1_000_000;

/** `GET /live`: what is committed to the granted streams, as it happens. */
export function liveRoutes({ live, log }: ServiceParts): readonly Route[] {
  return [
    route({
      ...{ method: 'GET', path: '/live', access: 'active', rate: 'request' },
      about: 'Server-sent events: `commit` with [epoch, stream, prev, seq, entries]; a comment every 20 seconds.',
      run: async ({ principal, reply }) => {
        if (principal.kind !== 'device') return refuse(reply, 'not-allowed');
        const { device, until } = principal;
        reply.hijack();
        const { raw } = reply;
        raw.writeHead(200, {
          ...SECURITY_HEADERS,
          'content-type': 'text/event-stream; charset=utf-8',
          'x-accel-buffering': 'no',
        });
        raw.socket?.setNoDelay(true);
        try {
          const membership = await live.join({
            ...{ device: device.id, streams: Object.keys(device.grants), until },
            send: (frame) => {
              raw.write(frame);
              return raw.writableLength < WAITING_BYTES;
            },
            end: () => raw.end(),
          });
          raw.once('close', () => membership.dispose());
          if (raw.closed) membership.dispose();
        } catch (error) {
          // The head is written: there is no other way left to say that the database is away. The desk comes again.
          log.warn({ device: device.id, name: error instanceof Error ? error.name : 'unknown' }, 'live link not begun');
          raw.end();
        }
        return reply;
      },
    }),
  ];
}
