import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/** No authority that is trusted here stands behind it, as Node names what OpenSSL and BoringSSL found. */
const UNKNOWN_AUTHORITY: ReadonlySet<string> = new Set([
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
const UNFIT: ReadonlySet<string> = new Set([
  ...UNKNOWN_AUTHORITY,
  'CERT_CHAIN_TOO_LONG',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'UNSPECIFIED',
]);

/** What was found wrong with the certificate of who answered, from what `fetch` throws. */
export function certificateFault(error: unknown): 'unknown-authority' | 'unfit' | null {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (UNKNOWN_AUTHORITY.has(code)) return 'unknown-authority';
  return UNFIT.has(code) ? 'unfit' : null;
}

/** Of the authorities of this machine: whether they are trusted yet, or cannot be had. */
let known: 'not-asked' | 'trusted' | 'not-to-be-had' = 'not-asked';

export function trustsTheSystem(): boolean {
  return known === 'trusted';
}

/**
 * Trusts from now on also whom this machine trusts: a company's own authority is in the store of the system, which Node does not read
 * by itself. Reading the store takes a tenth of a second, so only who needs it does, and once.
 */
export function trustAsTheSystem(): void {
  if (known !== 'not-asked') return;
  try {
    setDefaultCACertificates([...new Set([...getCACertificates('default'), ...getCACertificates('system')])]);
    known = 'trusted';
  } catch {
    // Some store has something in it that is no certificate.
    known = 'not-to-be-had';
  }
}
