import { readFileSync } from 'node:fs';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { SyncFailureCode } from '#shared/contract/sync.ts';
import type { ServiceParts } from '../parts.ts';
import { DatabaseAway } from '../storage/database.ts';
import { principalOf, refusalOf, type Principal } from './access.ts';
import { adminRoutes } from './admin-routes.ts';
import { decompressed } from './body.ts';
import { refuse } from './failures.ts';
import { bodyBytes, inTurn, roomFor } from './gated.ts';
import { ENCRYPTED_ONLY, SECURITY_HEADERS } from './headers.ts';
import { healthRoutes } from './health-routes.ts';
import { identityRoutes } from './identity-routes.ts';
import { imageRoutes } from './image-routes.ts';
import { liveRoutes } from './live-routes.ts';
import { packRoutes } from './pack-routes.ts';
import { parcelRoutes } from './parcel-routes.ts';
import { presenceRoutes } from './presence-routes.ts';
import type { Route } from './route.ts';
import { syncRoutes } from './sync-routes.ts';

const SMALL_BODY = 64 * 1024;
/** A desk says at most every 700 ms where it is. Counted by itself: it takes nothing from what exchanges may use. */
const PRESENCE_PER_MINUTE = 120;

export function routesOf(parts: ServiceParts): readonly Route[] {
  const routes: Route[] = [
    ...identityRoutes(parts),
    ...syncRoutes(parts),
    ...liveRoutes(parts),
    ...presenceRoutes(parts),
    ...packRoutes(parts),
    ...imageRoutes(parts),
    ...parcelRoutes(parts),
    ...adminRoutes(parts),
  ];
  routes.push(...healthRoutes(parts, () => routes));
  return routes;
}

/** The HTTP server, not listening yet. */
export async function makeServer(parts: ServiceParts): Promise<FastifyInstance> {
  const server = bareServer(parts);
  const { log, metrics, config } = parts;
  const principals = new WeakMap<FastifyRequest, Principal>();
  const headers = config.tlsCertificate === undefined ? SECURITY_HEADERS : { ...SECURITY_HEADERS, ...ENCRYPTED_ONLY };
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    // The pattern of the route, never the address: that may hold a secret, and it is what somebody else wrote.
    const at = { route: request.routeOptions.url ?? 'none', status: reply.statusCode };
    metrics.requests.observe({ route: at.route, status: String(at.status) }, reply.elapsedTime / 1_000);
    log.debug({ ...at, method: request.method, ms: Math.round(reply.elapsedTime) }, 'answered');
    done();
  });
  server.setNotFoundHandler((_request, reply) => refuse(reply, 'not-found'));
  server.setErrorHandler((error, _request, reply) => answerError(parts, error, reply));
  await server.register(rateLimit, {
    global: false,
    // More than there are desks: whose count was forgotten would begin anew.
    cache: 50_000,
    keyGenerator: (request) => {
      const principal = principals.get(request);
      return principal?.kind === 'device' ? principal.device.id : request.ip;
    },
    errorResponseBuilder: (_request, { ttl }) => new TooMany(ttl),
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
  });
  for (const each of routesOf(parts)) addRoute(server, parts, each, principals);
  return server;
}

class TooMany extends Error {
  readonly statusCode = 429;
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super('too many requests');
    this.retryAfterMs = retryAfterMs;
  }
}

function bareServer({ config }: ServiceParts): FastifyInstance {
  const { tlsCertificate, tlsKey, requestTimeout, trustProxy } = config;
  const timing = { headersTimeout: requestTimeout, connectionsCheckingInterval: Math.min(1_000, requestTimeout) };
  const common = {
    ...{ trustProxy, requestTimeout, bodyLimit: SMALL_BODY, forceCloseConnections: true },
    ...{ keepAliveTimeout: 72_000, return503OnClosing: true },
    routerOptions: { maxParamLength: 128 },
    // What is no HTTP gets no answer.
    clientErrorHandler: (_error: Error, socket: { destroy: () => void }) => socket.destroy(),
    frameworkErrors: (_error: unknown, _request: unknown, reply: unknown) =>
      void refuse(reply as FastifyReply, 'not-found'),
  };
  if (tlsCertificate === undefined || tlsKey === undefined) return fastify({ ...common, http: timing });
  const tls = { cert: readFileSync(tlsCertificate), key: readFileSync(tlsKey), minVersion: 'TLSv1.2' as const };
  return fastify({ ...common, https: { ...timing, ...tls } });
}

function addRoute(
  server: FastifyInstance,
  parts: ServiceParts,
  each: Route,
  principals: WeakMap<FastifyRequest, Principal>,
): void {
  const { method, path, access, body: schema, bodyLimit = SMALL_BODY, gated } = each;
  const { gate } = parts;
  const max = rateOf(parts, each);
  server.route({
    ...{ method, url: path, bodyLimit },
    onRequest: [
      async (request, reply) => {
        const who = await principalOf(request, parts.keys, parts.database, parts.clock.wall());
        const refusal = who.ok ? refusalOf(access, who.value) : access === 'everybody' ? null : who.error;
        if (refusal !== null) return refuse(reply, refusal);
        if (who.ok) principals.set(request, who.value);
        return undefined;
      },
      ...(max === null ? [] : [server.rateLimit({ max, timeWindow: 60_000, groupId: each.rate })]),
      ...(gated === true
        ? [async (request: FastifyRequest, reply: FastifyReply) => roomFor(gate, bodyBytes(request, bodyLimit), reply)]
        : []),
    ],
    handler: async (request, reply) => {
      const principal = principals.get(request) ?? { kind: 'nobody' };
      // The request of a live link is there as long as the link.
      principals.delete(request);
      if (gated === true && principal.kind === 'device') {
        const lane = gate.laneOf(principal.device.id, bodyBytes(request, bodyLimit));
        return inTurn(gate, lane, reply, () => each.run({ body: undefined, principal, request, reply }));
      }
      if (schema === undefined) return each.run({ body: undefined, principal, request, reply });
      const bytes = await decompressed(request.body, request.headers['content-encoding'], bodyLimit);
      if (!bytes.ok) return refuse(reply, bytes.error);
      const body = schema.safeParse(parsed(bytes.value.toString()));
      if (!body.success) return refuse(reply, 'malformed-request');
      return each.run({ body: body.data, principal, request, reply });
    },
  });
}

function rateOf({ config }: ServiceParts, { rate }: Route): number | null {
  switch (rate) {
    case 'enrolment':
      return config.enrolmentsPerMinute;
    case 'challenge':
      return config.challengesPerMinute;
    case 'request':
      return config.requestsPerMinute;
    case 'presence':
      return PRESENCE_PER_MINUTE;
    case 'none':
      return null;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function answerError({ log }: ServiceParts, error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof TooMany) return refuse(reply, 'too-many-requests', error.retryAfterMs);
  if (error instanceof DatabaseAway) {
    log.error({ code: 'database-away' }, 'the database is away');
    return refuse(reply, 'busy', 1_000);
  }
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  const code: SyncFailureCode = status === 413 ? 'too-large' : status < 500 ? 'malformed-request' : 'internal';
  // A message of a library may hold what a desk sent; where it happened does not.
  if (code === 'internal') log.error({ at: placeOf(error) }, 'failed');
  return refuse(reply, code);
}

function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line));
  return `${error.name}${code} ${frames
    .slice(0, 4)
    .map((line) => line.trim())
    .join(' < ')}`;
}
