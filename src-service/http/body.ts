import { promisify } from 'node:util';
import {
  gunzip,
  gunzipSync,
  gzip,
  gzipSync,
  zstdCompress,
  zstdCompressSync,
  zstdDecompress,
  zstdDecompressSync,
} from 'node:zlib';
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { SyncFailureCode } from '#shared/contract/sync.ts';

const [unzip, unzstd] = [promisify(gunzip), promisify(zstdDecompress)];
const [zip, zstd] = [promisify(gzip), promisify(zstdCompress)];

/** What is smaller goes in one packet anyway. */
const WORTH_COMPRESSING = 1_200;
/** Handing something to another thread costs more than a tenth of a millisecond: what is smaller is done here, in less. */
const WORTH_A_THREAD = 32 * 1024;

/** What comes out is handed over in chunks, each with a round of the process: one for most. */
const CHUNKS = { least: 4 * 1024, most: 512 * 1024 } as const;
const chunkFor = (expected: number): number => Math.ceil(Math.min(CHUNKS.most, Math.max(CHUNKS.least, expected)));

/** The bytes that were meant; what would become larger than `limit` is given up in the middle, whatever its size on the wire. */
export async function decompressed(
  body: unknown,
  encoding: string | undefined,
  limit: number,
): Promise<Result<Buffer, Extract<SyncFailureCode, 'too-large' | 'encoding-unknown' | 'malformed-request'>>> {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const how = (encoding ?? 'identity').trim().toLowerCase();
  const isSmall = bytes.length < WORTH_A_THREAD;
  const options = { maxOutputLength: limit, chunkSize: chunkFor(bytes.length * 6) };
  try {
    switch (how) {
      case 'identity':
        return bytes.length > limit ? fail('too-large') : ok(bytes);
      case 'gzip':
        return ok(isSmall ? gunzipSync(bytes, options) : await unzip(bytes, options));
      case 'zstd':
        return ok(isSmall ? zstdDecompressSync(bytes, options) : await unzstd(bytes, options));
      default:
        return fail('encoding-unknown');
    }
  } catch (error) {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return fail(tooLarge ? 'too-large' : 'malformed-request');
  }
}

export interface Packed {
  readonly bytes: Buffer;
  readonly encoding: 'zstd' | 'gzip' | null;
}

/** Compressed by the best that the asker takes. */
export async function compressed(text: string, accepted: string | undefined): Promise<Packed> {
  const bytes = Buffer.from(text);
  if (bytes.length < WORTH_COMPRESSING) return { bytes, encoding: null };
  const takes = new Set(
    (accepted ?? '').split(',').map((part) =>
      part
        .trim()
        .toLowerCase()
        .replace(/;q=(?!0(\.0*)?$).*$/u, ''),
    ),
  );
  const isSmall = bytes.length < WORTH_A_THREAD;
  const options = { chunkSize: chunkFor(bytes.length / 4) };
  if (takes.has('zstd'))
    return { bytes: isSmall ? zstdCompressSync(bytes, options) : await zstd(bytes, options), encoding: 'zstd' };
  if (takes.has('gzip'))
    return { bytes: isSmall ? gzipSync(bytes, options) : await zip(bytes, options), encoding: 'gzip' };
  return { bytes, encoding: null };
}
