import { hash } from 'node:crypto';
import {
  LIMITS,
  readRequest,
  wireReplySchema,
  wireRequestSchema,
  writeReply,
  type SyncFailureCode,
} from '#shared/contract/sync.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { entities } from '#shared/domain/sync/entities.ts';
import type { ExchangeReply, ExchangeRequest } from '#shared/domain/sync/exchange.ts';
import { serveExchange } from '#shared/domain/sync/service/exchange.ts';
import { beginEpoch, saysRestored } from '../epochs.ts';
import type { ServiceParts } from '../parts.ts';
import { compressed, decompressed } from './body.ts';
import { refuse } from './failures.ts';
import { afterwards } from './gated.ts';
import { route, type Call, type Route } from './route.ts';

const sha256 = (text: string): string => hash('sha256', text);

/** `POST /sync`: takes in what a desk pushes and gives what it has not seen. */
export function syncRoutes(parts: ServiceParts): readonly Route[] {
  return [
    route({
      ...{ method: 'POST', path: '/sync', access: 'device', rate: 'request' },
      about: `An exchange: ${wireRequestSchema.description ?? 'compact arrays'}, compressed by zstd or gzip both ways.`,
      bodyLimit: LIMITS.bodyBytes,
      gated: true,
      reply: wireReplySchema,
      run: async (call) => {
        const asked = await askedBy(call);
        if (!asked.ok) return refuse(call.reply, asked.error);
        await noticeRestore(parts, asked.value);
        const replied = await exchange(parts, asked.value);
        parts.gate.note(asked.value.device, hasEverything(replied));
        const { bytes, encoding } = await compressed(writeReply(replied), call.request.headers['accept-encoding']);
        // A desk that reads slowly has it for long.
        afterwards(call.reply, parts.gate.keep(bytes.length));
        if (encoding !== null) call.reply.header('content-encoding', encoding);
        return call.reply.type('application/json').header('vary', 'accept-encoding').send(bytes);
      },
    }),
  ];
}

async function askedBy({ request, principal }: Call<unknown>): Promise<Result<ExchangeRequest, SyncFailureCode>> {
  const bytes = await decompressed(request.body, request.headers['content-encoding'], LIMITS.bodyBytes);
  if (!bytes.ok) return bytes;
  const asked = readRequest(bytes.value.toString());
  if (!asked.ok) return asked;
  const speaks = principal.kind === 'device' && principal.device.id === asked.value.device;
  return speaks ? ok(asked.value) : fail('not-allowed');
}

async function exchange(
  { database, clock, metrics, config }: ServiceParts,
  asked: ExchangeRequest,
): Promise<ExchangeReply> {
  const rules = { store: database, entities, sha256, now: () => clock.wall(), pullLimit: LIMITS.rows };
  const replied = await serveExchange(rules, asked);
  metrics.exchanges.inc({ outcome: replied.kind === 'refused' ? replied.reason : replied.kind });
  if (replied.kind !== 'exchanged') return replied;
  metrics.ops.inc(asked.push?.ops.length ?? 0);
  metrics.entries.inc(replied.pulls.reduce((sum, { entries }) => sum + entries.length, 0));
  return { ...replied, policy: { offlineLeaseDays: config.offlineLeaseDays } };
}

/** After this, a desk only wants to know what is new. */
function hasEverything(replied: ExchangeReply): boolean {
  return replied.kind === 'exchanged' && replied.forks === null && replied.pulls.every(({ digest }) => digest !== null);
}

/** A backup was put back and nobody said so: the first desk that has seen more tells. */
async function noticeRestore({ database, clock, random, log }: ServiceParts, asked: ExchangeRequest): Promise<void> {
  const device = await database.device(asked.device);
  const epoch = (await database.epochs()).at(-1)?.id;
  if (device === null || device.revoked || epoch === undefined || asked.epoch !== epoch) return;
  const heads = await database.heads(Object.keys(asked.cursors));
  if (!saysRestored(asked, { epoch, heads, lastSeq: device.lastSeq })) return;
  const began = await beginEpoch({ database, random, now: () => clock.wall() }, epoch);
  if (began)
    log.warn({ device: device.id }, 'a desk has seen more than there is: a backup was restored, a new epoch begins');
}
