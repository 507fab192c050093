import { enrolledSchema, type Enrolled } from './devices.ts';
import { isSignedByUs, signedBy } from './signatures.ts';

const signedText = (claims: string): string => `zuoxi enrolment\n${claims}`;

/** Proof of an enrolment, kept by the desk: a service whose backup is older than the enrolment takes the desk in again. */
export function certify(signingKey: string, device: Enrolled): string {
  const claims = Buffer.from(JSON.stringify(device)).toString('base64url');
  return `${claims}.${signedBy(signingKey, signedText(claims))}`;
}

/** `null` when this service, or one that shared its database, has not signed it. */
export function readCertificate(signingKey: string, certificate: string): Enrolled | null {
  const [claims, signature, ...more] = certificate.split('.');
  if (claims === undefined || signature === undefined || more.length > 0) return null;
  if (!isSignedByUs(signingKey, signedText(claims), signature)) return null;
  return enrolledSchema.parse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
}
