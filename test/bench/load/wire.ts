import { zstdCompressSync, zstdDecompressSync, constants } from 'node:zlib';
import { PROTOCOL } from '#shared/contract/sync.ts';

/** A pull as far as it must be understood to go on: where it leads, and how much it brought. */
export interface RoughPull {
  readonly stream: string;
  readonly to: number;
  readonly entries: number;
}

export interface RoughReply {
  readonly epoch: string;
  readonly lastSeq: number;
  readonly lastHash: string;
  readonly heads: Readonly<Record<string, number>>;
  readonly pulls: readonly RoughPull[];
}

interface Asking {
  readonly device: string;
  readonly epoch: string | null;
  readonly cursors: Readonly<Record<string, number>>;
  readonly acknowledged: number;
  /** The JSON of a push; none when all is acknowledged. */
  readonly push: string | null;
}

const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };
const LARGE = 512;

export const packed = (text: string): Buffer => zstdCompressSync(text, LEVEL);
export const unpacked = (bytes: Buffer): string => zstdDecompressSync(bytes).toString();

/** `writeRequest` with a push that was written before: thousands of desks must not spend the client's time on it. */
export function requestText({ device, epoch, cursors, acknowledged, push }: Asking): string {
  const head = JSON.stringify([PROTOCOL, device, Date.now(), epoch, cursors, acknowledged]);
  return `${head.slice(0, -1)},${push ?? 'null'},null]`;
}

/** Compressed, if a desk would. */
export function bodyOf(text: string): {
  readonly body: string | Buffer;
  readonly headers: Readonly<Record<string, string>>;
} {
  const headers = { 'accept-encoding': 'zstd, gzip' };
  return text.length < LARGE
    ? { body: text, headers }
    : { body: packed(text), headers: { ...headers, 'content-encoding': 'zstd' } };
}

type WireReply = readonly [
  ...[protocol: number, kind: string, now: number, epoch: string, forks: unknown, lastSeq: number, lastHash: string],
  ...[quarantined: readonly unknown[], heads: Readonly<Record<string, number>>, pulls: readonly WirePull[]],
];
type WirePull = readonly [stream: string, from: number, to: number, entries: readonly [unknown, readonly unknown[]]];

/** `null` when it is no ordinary reply. */
export function readRoughly(text: string): RoughReply | null {
  const [, kind, , epoch, forks, lastSeq, lastHash, quarantined, heads, pulls] = JSON.parse(text) as WireReply;
  if (kind !== 'exchanged' || forks !== null || quarantined.length > 0) return null;
  return {
    ...{ epoch, lastSeq, lastHash, heads },
    pulls: pulls.map(([stream, , to, [, entries]]) => ({ stream, to, entries: entries.length })),
  };
}
