import { promisify } from 'node:util';
import { gunzip, gzip, zstdCompress, zstdDecompress } from 'node:zlib';
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { SyncFailureCode } from '#shared/contract/sync.ts';

const [unzip, unzstd] = [promisify(gunzip), promisify(zstdDecompress)];
const [zip, zstd] = [promisify(gzip), promisify(zstdCompress)];

/** Less than this is not worth it. */
const WORTH_COMPRESSING = 300;

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
  try {
    switch (how) {
      case 'identity':
        return bytes.length > limit ? fail('too-large') : ok(bytes);
      case 'gzip':
        return ok(await unzip(bytes, { maxOutputLength: limit, chunkSize: chunkFor(bytes.length * 6) }));
      case 'zstd':
        return ok(await unzstd(bytes, { maxOutputLength: limit, chunkSize: chunkFor(bytes.length * 6) }));
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
  const chunkSize = chunkFor(bytes.length / 4);
  if (takes.has('zstd')) return { bytes: await zstd(bytes, { chunkSize }), encoding: 'zstd' };
  if (takes.has('gzip')) return { bytes: await zip(bytes, { chunkSize }), encoding: 'gzip' };
  return { bytes, encoding: null };
}
