import {
  LIMITS,
  readRequest,
  wireReplySchema,
  wireRequestSchema,
  writeReply,
  type SyncFailureCode,
} from '#shared/contract/sync.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { ExchangeReply, ExchangeRequest } from '#shared/domain/sync/exchange.ts';
import { exchange } from '../exchange.ts';
import type { ServiceParts } from '../parts.ts';
import { compressed, decompressed } from './body.ts';
import { refuse } from './failures.ts';
import { afterwards } from './gated.ts';
import { route, type Call, type Route } from './route.ts';

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

/** After this, a desk only wants to know what is new. */
function hasEverything(replied: ExchangeReply): boolean {
  return replied.kind === 'exchanged' && replied.forks === null && replied.pulls.every(({ digest }) => digest !== null);
}
