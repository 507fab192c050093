import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { hashSchema } from '#shared/contract/sync/values.ts';
import type { Access, Principal } from './access.ts';

/** Everything about a route in one place: the server, the table of rights in the tests and `/openapi.json` are made of it. */
export interface Route<Body extends z.ZodType = z.ZodType> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly about: string;
  readonly access: Access;
  /** By address for those who have not said who they are, by device otherwise. */
  readonly rate: 'enrolment' | 'challenge' | 'request' | 'presence' | 'none';
  /** The shape of a JSON body. Routes with other bodies read `request.body`, a Buffer, themselves. */
  readonly body?: Body;
  /** The body and the reply are bytes. */
  readonly binary?: true;
  /** In bytes, before and after decompression. */
  readonly bodyLimit?: number;
  readonly reply?: z.ZodType;
  /** What many may want at once and takes long: those who are too many wait, or are told when to come again. */
  readonly gated?: true;
  run(call: Call<z.infer<Body>>): Promise<unknown>;
}

/** What `/:sha256` in a path stands for. */
export const namedByHash = z.object({ sha256: hashSchema });

export interface Call<Body> {
  readonly body: Body;
  readonly principal: Principal;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Lets `run` know the type of the body that `body` describes. */
export function route<Body extends z.ZodType>(definition: Route<Body>): Route {
  return definition;
}
