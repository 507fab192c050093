import { LiveLink } from '../live/link.ts';
import type { ServiceParts } from '../parts.ts';
import { refuse } from './failures.ts';
import { route, type Route } from './route.ts';

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
        const { socket } = reply.raw;
        if (socket === null) return reply;
        const link = new LiveLink({ device: device.id, streams: Object.keys(device.grants), until }, socket);
        try {
          const membership = await live.join(link);
          socket.once('close', () => membership.dispose());
          if (socket.closed) membership.dispose();
        } catch (error) {
          // The head is written: there is no other way left to say that the database is away. The desk comes again.
          log.warn({ device: device.id, name: error instanceof Error ? error.name : 'unknown' }, 'live link not begun');
          link.end();
        }
        return reply;
      },
    }),
  ];
}
