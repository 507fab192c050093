import { z } from 'zod';
import { syncFailureSchema } from '#shared/contract/sync.ts';
import type { Route } from './route.ts';

const jsonContent = (schema: z.ZodType, io: 'input' | 'output'): unknown => ({
  'application/json': { schema: z.toJSONSchema(schema, { unrepresentable: 'any', io, target: 'openapi-3.0' }) },
});

const BYTES = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } as const;

/** The description of all routes, from the schemas that check them. */
export function openApiOf(routes: readonly Route[]): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const each of routes) {
    const path = each.path.replaceAll(/:(\w+)/gu, '{$1}');
    const parameters = [...each.path.matchAll(/:(\w+)/gu)].map(([, name]) => ({
      ...{ name, in: 'path', required: true, schema: { type: 'string' } },
    }));
    paths[path] = { ...paths[path], [each.method.toLowerCase()]: operationOf(each, parameters) };
  }
  return {
    openapi: '3.0.3',
    info: { title: 'Zuoxi service', version: '1' },
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    paths,
  };
}

function operationOf({ about, access, body, reply, binary }: Route, parameters: readonly unknown[]): unknown {
  return {
    summary: about,
    parameters,
    ...(access !== 'everybody' && { security: [{ bearer: [] }], 'x-access': access }),
    ...(body !== undefined && { requestBody: { required: true, content: jsonContent(body, 'input') } }),
    ...(binary && { requestBody: { required: true, content: BYTES } }),
    responses: {
      200: {
        description: 'Done',
        ...(reply !== undefined && { content: jsonContent(reply, 'output') }),
        ...(binary && { content: BYTES }),
      },
      default: { description: 'Refused', content: jsonContent(syncFailureSchema, 'output') },
    },
  };
}
