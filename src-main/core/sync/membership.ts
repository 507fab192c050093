import { generateKeyPairSync } from 'node:crypto';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { PROTOCOL, type EnrolReply } from '#shared/contract/sync.ts';
import type { Enrolled } from './status.ts';
import type { Transport, TransportFailure } from './transport.ts';

type Joined = Result<Enrolled, TransportFailure>;

/** Joins a service with a one-time code; the key is made here, and its private half stays. */
export async function enrol(transport: Transport, service: string, code: string, label: string): Promise<Joined> {
  const address = service.replace(/\/+$/u, '');
  const key = newKey();
  const reply = await transport.enrol(address, { protocol: PROTOCOL, code, publicKey: key.publicKey, label });
  return reply.ok ? ok(member(address, reply.value, key.privateKey)) : fail(reply.error);
}

/**
 * The service knows another past of this desk: its disk was copied or put back. It goes on under a new name and with a new key,
 * vouched for by the old one.
 */
export async function renew(transport: Transport, former: Enrolled): Promise<Joined> {
  const key = newKey();
  const reply = await transport.renew(former, key.publicKey);
  if (!reply.ok) return fail(reply.error);
  const renewed = member(former.service, reply.value, key.privateKey);
  return ok(former.parcelKeys === undefined ? renewed : { ...renewed, parcelKeys: former.parcelKeys });
}

function member(service: string, reply: EnrolReply, privateKey: string): Enrolled {
  const { device, company, branch, role, home, grants, certificate } = reply;
  const status = { device, epoch: null, cursors: {}, acknowledged: 0, settled: 0, awaited: [] };
  const given = { company, branch, role, home, grants, certificate };
  return { status, service, ...given, privateKey, lastContact: null, revoked: false };
}

function newKey(): { readonly publicKey: string; readonly privateKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ format: 'jwk' }).x ?? '',
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}
