import { z } from 'zod';
import type { ServiceParts } from '../parts.ts';
import { refuse } from './failures.ts';
import { openApiOf } from './openapi.ts';
import { route, type Route } from './route.ts';

const wellSchema = z.strictObject({ ok: z.literal(true) });

/** For those who watch over the service. */
export function healthRoutes({ database, metrics }: ServiceParts, all: () => readonly Route[]): readonly Route[] {
  return [
    route({
      ...{ method: 'GET', path: '/health', access: 'everybody', rate: 'none', reply: wellSchema },
      about: 'Answers while the process lives.',
      run: () => Promise.resolve({ ok: true }),
    }),
    route({
      ...{ method: 'GET', path: '/ready', access: 'everybody', rate: 'request', reply: wellSchema },
      about: 'Answers while the database does.',
      run: async ({ reply }) => {
        try {
          await database.all('SELECT 1 AS one');
          return { ok: true };
        } catch {
          return refuse(reply, 'busy', 1_000);
        }
      },
    }),
    route({
      ...{ method: 'GET', path: '/metrics', access: 'metrics', rate: 'request' },
      about: 'Figures for Prometheus.',
      run: async ({ reply }) => reply.type(metrics.contentType).send(await metrics.text()),
    }),
    route({
      ...{ method: 'GET', path: '/openapi.json', access: 'everybody', rate: 'request' },
      about: 'This description.',
      run: () => Promise.resolve(openApiOf(all())),
    }),
  ];
}
