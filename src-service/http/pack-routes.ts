import { z } from 'zod';
import type { SyncFailureCode } from '#shared/contract/sync.ts';
import { PACK_FILE_BYTES } from '#shared/domain/pack/signed-file.ts';
import { acceptedPack, type NotPublished } from '../accepted-pack.ts';
import { listedPackSchema, listPacks, packContent, publishPack } from '../packs.ts';
import type { ServiceParts } from '../parts.ts';
import { decompressed } from './body.ts';
import { refuse } from './failures.ts';
import { namedByHash, route, type Route } from './route.ts';

const REFUSED: Readonly<Record<NotPublished, SyncFailureCode>> = {
  'no-keys': 'pack-no-keys',
  'too-large': 'too-large',
  'not-a-pack': 'pack-malformed',
  'too-new': 'pack-malformed',
  damaged: 'pack-malformed',
  faults: 'pack-malformed',
  'not-signed': 'pack-not-trusted',
  'unknown-signer': 'pack-not-trusted',
  forged: 'pack-not-trusted',
};
const labelSchema = z.object({ label: z.string().max(200).default('') });

/** Script packs: bytes that are named by their hash and never change. */
export function packRoutes({ database, clock, log, config }: ServiceParts): readonly Route[] {
  return [
    route({
      ...{ method: 'GET', path: '/packs', access: 'active', rate: 'request' },
      about: 'The packs that were published, the newest first.',
      reply: z.array(listedPackSchema),
      run: () => listPacks(database),
    }),
    route({
      ...{ method: 'GET', path: '/packs/:sha256', access: 'active', rate: 'request' },
      about: 'The bytes of a pack.',
      run: async ({ request, reply }): Promise<unknown> => {
        const asked = namedByHash.safeParse(request.params);
        const content = asked.success ? await packContent(database, asked.data.sha256) : null;
        if (content === null) return refuse(reply, 'not-found');
        reply.header('cache-control', 'private, max-age=31536000, immutable');
        return reply.type('application/octet-stream').send(Buffer.from(content));
      },
    }),
    route({
      ...{ method: 'POST', path: '/admin/packs', access: 'administrator', rate: 'request', bodyLimit: PACK_FILE_BYTES },
      about:
        'Publishes a pack that one of `packKeys` has signed: the body is its bytes, `?label=` what administrators call it.',
      reply: z.strictObject({ sha256: z.string() }),
      run: async ({ request, reply }): Promise<unknown> => {
        const label = labelSchema.safeParse(request.query);
        const content = await decompressed(request.body, request.headers['content-encoding'], PACK_FILE_BYTES);
        if (!content.ok) return refuse(reply, content.error);
        if (!label.success || content.value.length === 0) return refuse(reply, 'malformed-request');
        const accepted = acceptedPack(content.value, config.packKeys);
        if (!accepted.ok) {
          log.warn({ code: 'pack-refused', reason: accepted.error }, 'a pack was not published');
          return refuse(reply, REFUSED[accepted.error]);
        }
        const sha256 = await publishPack(database, content.value, label.data.label, clock.wall());
        log.info({ sha256 }, 'pack published');
        return { sha256 };
      },
    }),
  ];
}
