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
  const sum = new DigestSum('');
  sum.add(key, 0, key.length, version);
  return sum.digest;
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

/** Adds up the contributions of many rows whose keys begin alike, without an object or a text for each. */
export class DigestSum {
  readonly #begun: number;
  readonly #seeds: readonly [number, number];
  #high = 0;
  #low = 0;

  constructor(prefix: string) {
    let [high, low] = [0x9747b28c, 0x3c6ef372];
    for (let at = 0; at < prefix.length; at += 1) {
      const block = scrambled(prefix.charCodeAt(at));
      high = mixed(high, block);
      low = mixed(low, block);
    }
    this.#begun = prefix.length;
    this.#seeds = [high, low];
  }

  get digest(): Digest {
    return { high: this.#high >>> 0, low: this.#low >>> 0 };
  }

  /** The rest of the key is the part of `text` from one place to another. */
  add(text: string, from: number, to: number, version: number): void {
    if (version === 0) return;
    let [high, low] = this.#seeds;
    for (let at = from; at < to; at += 1) {
      const block = scrambled(text.charCodeAt(at));
      high = mixed(high, block);
      low = mixed(low, block);
    }
    for (const half of [version >>> 0, Math.floor(version / 0x1_0000_0000)]) {
      const block = scrambled(half);
      high = mixed(high, block);
      low = mixed(low, block);
    }
    const length = this.#begun + to - from + 2;
    this.#high = (this.#high + ended(high, length)) | 0;
    this.#low = (this.#low + ended(low, length)) | 0;
  }
}

/** MurmurHash3 (32 bit) over UTF-16 units and the two halves of the version. */
function scrambled(block: number): number {
  const key = Math.imul(block, 0xcc9e2d51);
  return Math.imul((key << 15) | (key >>> 17), 0x1b873593);
}

function mixed(hash: number, block: number): number {
  const next = hash ^ block;
  return (Math.imul((next << 13) | (next >>> 19), 5) + 0xe6546b64) | 0;
}

function ended(hash: number, length: number): number {
  const first = hash ^ length;
  const second = Math.imul(first ^ (first >>> 16), 0x85ebca6b);
  const third = Math.imul(second ^ (second >>> 13), 0xc2b2ae35);
  return third ^ (third >>> 16);
}
