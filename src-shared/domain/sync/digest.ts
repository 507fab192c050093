/**
 * A digest of a set of `(row, version)` that does not depend on their order: a sum of their hashes in two 32-bit lanes. Two
 * sides that hold the same rows at the same versions have the same digest; it guards against mistakes, not against malice.
 */
export interface Digest {
  readonly high: number;
  readonly low: number;
}

export const EMPTY_DIGEST: Digest = { high: 0, low: 0 };

/** What a row at a version contributes; version 0 is a row that is not there. */
export function contribution(key: string, version: number): Digest {
  return version === 0
    ? EMPTY_DIGEST
    : { high: murmur(key, version, 0x9747b28c), low: murmur(key, version, 0x3c6ef372) };
}

export function plus(a: Digest, b: Digest): Digest {
  return { high: (a.high + b.high) >>> 0, low: (a.low + b.low) >>> 0 };
}

export function minus(a: Digest, b: Digest): Digest {
  return { high: (a.high - b.high) >>> 0, low: (a.low - b.low) >>> 0 };
}

export function sameDigest(a: Digest, b: Digest): boolean {
  return a.high === b.high && a.low === b.low;
}

/** MurmurHash3 (32 bit) over UTF-16 units and the two halves of the version. */
function murmur(text: string, version: number, seed: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) hash = mixed(hash, text.charCodeAt(at));
  hash = mixed(hash, version >>> 0);
  hash = mixed(hash, Math.floor(version / 0x1_0000_0000));
  hash ^= text.length + 2;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function mixed(hash: number, block: number): number {
  let key = Math.imul(block, 0xcc9e2d51);
  key = (key << 15) | (key >>> 17);
  const next = hash ^ Math.imul(key, 0x1b873593);
  return (Math.imul((next << 13) | (next >>> 19), 5) + 0xe6546b64) | 0;
}
