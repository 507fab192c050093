import {
  challengeReplySchema,
  challengeRequestSchema,
  enrolReplySchema,
  enrolRequestSchema,
  parcelKeysSchema,
  renewRequestSchema,
  renewText,
  tokenReplySchema,
  tokenRequestSchema,
  tokenText,
  type ChallengeReply,
  type EnrolReply,
  type ParcelKeys,
  type TokenReply,
} from '#shared/contract/sync.ts';
import { certify, readCertificate } from '../identity/certificate.ts';
import { makeChallenge, useChallenge } from '../identity/challenges.ts';
import { useCode } from '../identity/codes.ts';
import { addDevice, enrolledOf, publicKeyOf, type Enrolled } from '../identity/devices.ts';
import { isPublicKey, isSignedBy } from '../identity/signatures.ts';
import { issueToken } from '../identity/tokens.ts';
import { serviceKeys } from '../parcel/keys.ts';
import type { ServiceParts } from '../parts.ts';
import { refuse } from './failures.ts';
import { route, type Route } from './route.ts';

/** How a desk comes to be known, and shows that it is the one. */
export function identityRoutes(parts: ServiceParts): readonly Route[] {
  const { database, random, clock, secrets, log, config } = parts;
  const { seal, signingKey } = secrets;
  const told = (device: Enrolled): EnrolReply => {
    const { id, branch, role, home, grants } = device;
    const certificate = certify(signingKey, device);
    return { device: id, company: config.company, branch, role, home, grants, certificate };
  };
  return [
    route({
      ...{ method: 'POST', path: '/enrol', access: 'everybody', rate: 'enrolment' },
      about: 'Registers a desk by a one-time code and a key that was made on the desk.',
      body: enrolRequestSchema,
      reply: enrolReplySchema,
      run: async ({ body, reply }): Promise<unknown> => {
        if (!isPublicKey(body.publicKey)) return refuse(reply, 'malformed-request');
        const wish = await useCode(database, seal, body.code, clock.wall());
        if (wish === null) return refuse(reply, 'code-refused');
        const label = body.label ?? wish.label;
        const device: Enrolled = { ...wish, label, id: random.uuid(), publicKey: body.publicKey };
        await addDevice(database, device, clock.wall());
        log.info({ device: device.id, role: device.role }, 'enrolled');
        return told(device);
      },
    }),
    route({
      ...{ method: 'POST', path: '/challenge', access: 'everybody', rate: 'challenge' },
      about: 'Something to sign, once, within a minute.',
      body: challengeRequestSchema,
      reply: challengeReplySchema,
      run: async ({ body }) =>
        (await makeChallenge({ sql: database, seal, random }, body.device, clock.wall())) satisfies ChallengeReply,
    }),
    route({
      ...{ method: 'POST', path: '/renew', access: 'everybody', rate: 'challenge' },
      about: 'A new name for a desk whose disk was copied or put back, vouched for by its old key.',
      body: renewRequestSchema,
      reply: enrolReplySchema,
      run: async ({ body, reply }): Promise<unknown> => {
        const { device, challenge, publicKey, signature } = body;
        const now = clock.wall();
        if (!isPublicKey(publicKey)) return refuse(reply, 'malformed-request');
        if (!(await useChallenge({ sql: database, seal }, device, challenge, now)))
          return refuse(reply, 'challenge-refused');
        const former = await enrolledOf(database, device);
        if (former === null) return refuse(reply, 'unknown-device');
        if (!isSignedBy(former.publicKey, renewText(device, challenge, publicKey), signature))
          return refuse(reply, 'challenge-refused');
        if (former.revoked) return refuse(reply, 'revoked');
        const renewed: Enrolled = { ...former, id: random.uuid(), publicKey };
        await addDevice(database, renewed, now);
        log.warn({ device, renewed: renewed.id }, 'a desk was copied or put back, and has a new name');
        return told(renewed);
      },
    }),
    route({
      ...{ method: 'POST', path: '/token', access: 'everybody', rate: 'challenge' },
      about: 'A token of fifteen minutes for a signed challenge.',
      body: tokenRequestSchema,
      reply: tokenReplySchema,
      run: async ({ body, reply }): Promise<unknown> => {
        const { device, challenge, signature, certificate } = body;
        const now = clock.wall();
        if (!(await useChallenge({ sql: database, seal }, device, challenge, now)))
          return refuse(reply, 'challenge-refused');
        const known = await publicKeyOf(database, device);
        const lost = known === null && certificate !== undefined ? readCertificate(signingKey, certificate) : null;
        const publicKey = known ?? (lost?.id === device ? lost.publicKey : null);
        if (publicKey === null) return refuse(reply, 'unknown-device');
        if (!isSignedBy(publicKey, tokenText(device, challenge), signature)) return refuse(reply, 'challenge-refused');
        if (known === null && lost !== null) {
          await addDevice(database, lost, now);
          log.warn({ device }, 'taken in again by its certificate: this service was restored from an older backup');
        }
        const { token, until } = issueToken(seal, device, now);
        return { token, expiresAt: until, now } satisfies TokenReply;
      },
    }),
    route({
      ...{ method: 'GET', path: '/parcel-keys', access: 'device', rate: 'request' },
      about: 'With what a desk encrypts files for this service, and by what it knows those of the service.',
      reply: parcelKeysSchema,
      run: () => Promise.resolve(serviceKeys(secrets).told satisfies ParcelKeys),
    }),
  ];
}
