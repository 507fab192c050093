/** What desks, services and pages know alike of a script pack that comes as a file. */

/** More than any real pack needs; more is refused before it is read. */
export const PACK_FILE_BYTES = 8 * 1024 * 1024;

/** What people compare before they trust a key: of its SHA-256, as hexadecimal digits, the first 32 in groups of four. */
export function fingerprintText(sha256: string): string {
  return sha256.slice(0, 32).match(/.{4}/gu)?.join(' ') ?? '';
}
