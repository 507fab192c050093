import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import fastifyStatic from '@fastify/static';
import fastifyWebsocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { WebSocket } from 'ws';
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { PAGE_HEADERS } from '#core/page-headers.ts';
import type { Wire } from '#core/wire/wire.ts';
import { systemClock } from '#core/system-clock.ts';
import { OpeningCodes } from './codes.ts';
import { Guard, refusal, SUBPROTOCOL } from './guard.ts';

/** A note of the greatest length that is allowed, in its JSON form, with room to spare. */
const MAX_MESSAGE_BYTES = 24 * 1024 * 1024;

export interface LoopbackServer {
  readonly port: number;
  /** With the token behind `#`: that part of an address is not sent and not logged. */
  readonly address: string;
  close(): Promise<void>;
}

export type ListenFailure = { readonly code: 'port-taken'; readonly port: number };

/** Serves the built pages and the wire to the browser of this machine, and to nobody else. */
export async function listen(options: {
  readonly port: number;
  readonly pages: string;
  readonly connect: (wire: Wire) => Disposable;
}): Promise<Result<LoopbackServer, ListenFailure>> {
  const token = randomBytes(24).toString('base64url');
  const codes = new OpeningCodes(systemClock);
  const guard = new Guard(token, codes);
  const server = fastify({
    ...{ forceCloseConnections: true, bodyLimit: 1024 },
    // A request that names no host is refused by the guard, like one that names another.
    http: { requireHostHeader: false },
    // What is no HTTP gets no answer: it would go out without our headers.
    clientErrorHandler: (_error, socket) => socket.destroy(),
    frameworkErrors: (_error, _request, reply: unknown) => void notAPath(reply as FastifyReply),
  });
  server.setNotFoundHandler((_request, reply) => reply.code(404).send(refusal('not-found')));
  server.addHook('onRequest', (request, reply) => guard.checkRequest(request, reply));
  server.addHook('onSend', async (_request, reply) => {
    reply.headers(PAGE_HEADERS);
  });
  server.post('/code', { preValidation: (request, reply) => guard.checkCode(request, reply) }, (_request, reply) =>
    reply.send({ code: codes.issue() }),
  );
  server.post('/token', { preValidation: (request, reply) => guard.checkToken(request, reply) }, (_request, reply) =>
    reply.send({ token }),
  );
  await server.register(fastifyWebsocket, {
    options: {
      maxPayload: MAX_MESSAGE_BYTES,
      handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
    },
  });
  await server.register(fastifyStatic, { root: options.pages, cacheControl: false, wildcard: false });
  server.get(
    '/wire',
    { websocket: true, preValidation: (request, reply) => guard.checkWire(request, reply) },
    (socket) => {
      attach(socket, options.connect);
    },
  );
  const sockets = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const close = async (): Promise<void> => {
    const closing = server.close();
    // The framework forgets a connection that asked for an upgrade it did not get; one of these would keep the desk from ending.
    for (const socket of sockets) socket.destroy();
    await closing;
  };
  const port = await bind(server, options.port);
  if (port === null) {
    await server.close();
    return fail({ code: 'port-taken', port: options.port });
  }
  guard.setPort(port);
  const address = `http://127.0.0.1:${port}/#token=${token}`;
  return ok({ port, address, close });
}

/** An address that cannot be decoded is answered before any hook runs. */
async function notAPath(reply: FastifyReply): Promise<void> {
  await reply.headers(PAGE_HEADERS).code(400).send(refusal('bad-request'));
}

async function bind(server: FastifyInstance, port: number): Promise<number | null> {
  try {
    await server.listen({ host: '127.0.0.1', port });
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES'))
      return null;
    throw error;
  }
  const bound = server.server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : port;
}

/** The part of a WebSocket that the wire uses. */
type WireSocket = Pick<WebSocket, 'readyState' | 'OPEN' | 'send' | 'on' | 'off' | 'terminate'>;

function attach(socket: WireSocket, connect: (wire: Wire) => Disposable): void {
  const connection = connect({
    post: (data) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(data));
    },
    on: (listener) => {
      const receive = (raw: unknown): void => listener(parse(raw));
      socket.on('message', receive);
      return () => socket.off('message', receive);
    },
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => connection.dispose());
}

/** What is no JSON is handed on as `null`: it is refused where every malformed message is. */
function parse(raw: unknown): unknown {
  try {
    return JSON.parse(String(raw));
  } catch {
    return null;
  }
}
