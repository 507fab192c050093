import { z } from 'zod';
import { roleSchema } from '#shared/contract/sync.ts';
import { CODE_LIFE, makeCode } from '../identity/codes.ts';
import { listDevices, listedDeviceSchema, revokeDevice } from '../identity/devices.ts';
import type { ServiceParts } from '../parts.ts';
import { dropOp, listedOpSchema, listQuarantine, releaseOp } from '../quarantine.ts';
import type { Principal } from './access.ts';
import { refuse } from './failures.ts';
import { route, type Route } from './route.ts';

export const branchSchema = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,63}$/u);
const deviceSchema = z.strictObject({ device: z.string().min(1).max(100) });
const opSchema = z.strictObject({ device: z.string().min(1).max(100), hash: z.string().max(100) });
const pageSchema = z.object({ after: z.coerce.number().int().min(0).default(0) });
const doneSchema = z.strictObject({ ok: z.literal(true) });

export const codeWishSchema = z.strictObject({
  branch: branchSchema,
  role: roleSchema,
  branches: z.array(branchSchema).max(200).default([]),
  label: z.string().max(100).default(''),
  lifeMs: z
    .int()
    .min(60_000)
    .max(30 * 86_400_000)
    .default(CODE_LIFE),
});

/** What administrators and supervisors do. */
export function adminRoutes(parts: ServiceParts): readonly Route[] {
  const { database, clock, random, live, presence, log, secrets } = parts;
  return [
    route({
      ...{ method: 'GET', path: '/admin/devices', access: 'administrator', rate: 'request' },
      about: 'All desks.',
      reply: z.array(listedDeviceSchema),
      run: () => listDevices(database),
    }),
    route({
      ...{ method: 'POST', path: '/admin/devices/revoke', access: 'administrator', rate: 'request' },
      about:
        'Revokes a desk: it gets nothing any more, what it still sends is kept for a supervisor. `ahead`: the database does not know it.',
      body: deviceSchema,
      reply: doneSchema.extend({ outcome: z.enum(['revoked', 'ahead']) }),
      run: async ({ body, reply }): Promise<unknown> => {
        const outcome = await revokeDevice(database, body.device, clock.wall());
        if (outcome === 'no-device') return refuse(reply, 'not-found');
        live.silence(body.device);
        await presence.forget(body.device);
        log.warn({ device: body.device, outcome }, 'revoked');
        return { ok: true, outcome };
      },
    }),
    route({
      ...{ method: 'POST', path: '/admin/codes', access: 'administrator', rate: 'request' },
      about: 'Makes a one-time code that enrols one desk.',
      body: codeWishSchema,
      reply: z.strictObject({ code: z.string(), expiresAt: z.int() }),
      run: async ({ body }) => {
        const expiresAt = clock.wall() + body.lifeMs;
        return { code: await makeCode({ sql: database, seal: secrets.seal, random }, body, expiresAt), expiresAt };
      },
    }),
    route({
      ...{ method: 'GET', path: '/admin/quarantine', access: 'supervisor', rate: 'request' },
      about: 'Ops that were put aside, of desks in the own branches; `?after=` continues a page.',
      reply: z.array(listedOpSchema.extend({ arrival: z.number(), op: z.unknown() })),
      run: async ({ request, reply, principal }): Promise<unknown> => {
        const page = pageSchema.safeParse(request.query);
        if (!page.success) return refuse(reply, 'malformed-request');
        return listQuarantine(database, scopeOf(principal), page.data.after);
      },
    }),
    route({
      ...{ method: 'POST', path: '/admin/quarantine/release', access: 'supervisor', rate: 'request' },
      about: 'Tries an op again that was put aside.',
      body: opSchema,
      reply: z.strictObject({ outcome: z.enum(['applied', 'still-aside']) }),
      run: async ({ body, reply, principal }): Promise<unknown> => {
        if (!(await inScope(parts, principal, body.device))) return refuse(reply, 'not-found');
        const outcome = await releaseOp(database, body.device, body.hash);
        return outcome === 'not-found' ? refuse(reply, 'not-found') : { outcome };
      },
    }),
    route({
      ...{ method: 'POST', path: '/admin/quarantine/drop', access: 'supervisor', rate: 'request' },
      about: 'Drops an op that was put aside.',
      body: opSchema,
      reply: doneSchema,
      run: async ({ body, reply, principal }): Promise<unknown> => {
        if (!(await inScope(parts, principal, body.device))) return refuse(reply, 'not-found');
        if (!(await dropOp(database, body.device, body.hash))) return refuse(reply, 'not-found');
        log.warn({ device: body.device, hash: body.hash }, 'dropped an op that was put aside');
        return { ok: true };
      },
    }),
  ];
}

/** The streams that a supervisor answers for; `null`: all. */
function scopeOf(principal: Principal): readonly string[] | null {
  if (principal.kind !== 'device') return null;
  const { grants, role } = principal.device;
  if (role === 'admin') return null;
  return Object.keys(grants).filter((stream) => grants[stream] === 'write');
}

async function inScope({ database }: ServiceParts, principal: Principal, device: string): Promise<boolean> {
  const scope = scopeOf(principal);
  const home = (await database.device(device))?.home;
  return home !== undefined && (scope === null || scope.includes(home));
}
