import { presenceReplySchema, presenceRequestSchema } from '#shared/contract/sync.ts';
import type { ServiceParts } from '../parts.ts';
import { refuse } from './failures.ts';
import { route, type Route } from './route.ts';

/** `POST /presence`: where a desk is at this moment. Names travel in the body only, and are written into no log. */
export function presenceRoutes({ presence }: ServiceParts): readonly Route[] {
  return [
    route({
      ...{ method: 'POST', path: '/presence', access: 'active', rate: 'presence' },
      about: 'Says on which cases a desk is, and tells who else is; it is forgotten after 45 seconds.',
      body: presenceRequestSchema,
      reply: presenceReplySchema,
      run: async ({ body, principal, reply }): Promise<unknown> =>
        principal.kind === 'device' ? presence.say(principal.device, body) : refuse(reply, 'not-allowed'),
    }),
  ];
}
