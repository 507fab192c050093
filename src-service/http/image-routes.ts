import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { IMAGE_FORMAT, imageReplySchema, imageRequestSchema, type ImageReply } from '#shared/contract/sync.ts';
import { streamOfImage } from '../images/image-records.ts';
import type { ServiceParts } from '../parts.ts';
import { refuse } from './failures.ts';
import { namedByHash, route, type Route } from './route.ts';

/** All rows of a stream at once, for desks that have far to go. */
export function imageRoutes({ images, database }: ServiceParts): readonly Route[] {
  return [
    route({
      ...{ method: 'POST', path: '/images', access: 'active', rate: 'request' },
      about: 'Whether there is an image of a stream for a desk that is this far.',
      body: imageRequestSchema,
      reply: imageReplySchema,
      run: async ({ body, principal, reply }): Promise<unknown> => {
        const { stream, from, format } = body;
        const granted = principal.kind === 'device' && principal.device.grants[stream] !== undefined;
        if (!granted) return refuse(reply, 'not-allowed');
        const image = format === IMAGE_FORMAT ? await images.offer(stream, from) : null;
        return { image } satisfies ImageReply;
      },
    }),
    route({
      ...{ method: 'GET', path: '/images/:sha256', access: 'active', rate: 'request' },
      about: 'The bytes of an image; `Range: bytes=N-` goes on where a link broke.',
      run: async ({ request, reply, principal }): Promise<unknown> => {
        const asked = namedByHash.safeParse(request.params);
        const stream = asked.success ? await streamOfImage(database, asked.data.sha256) : null;
        const granted = stream !== null && principal.kind === 'device' && principal.device.grants[stream] !== undefined;
        // Whose image it is, is told to nobody else.
        if (!asked.success || !granted) return refuse(reply, 'not-found');
        const path = images.pathOf(asked.data.sha256);
        const size = await stat(path).then(
          (found) => found.size,
          () => 0,
        );
        if (size === 0) return refuse(reply, 'not-found');
        const start = Number(/^bytes=(\d{1,15})-$/u.exec(request.headers.range ?? '')?.[1] ?? 0);
        if (start >= size) return refuse(reply.header('content-range', `bytes */${String(size)}`), 'malformed-request');
        if (start > 0) {
          reply.code(206).header('content-range', `bytes ${String(start)}-${String(size - 1)}/${String(size)}`);
        }
        reply.headers({ 'accept-ranges': 'bytes', 'content-length': size - start });
        return reply.type('application/octet-stream').send(createReadStream(path, { start }));
      },
    }),
  ];
}
