import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import { compareHybrid, type HybridTime } from '#shared/base/hybrid-clock.ts';
import { IMAGE_LIMITS, type ImageOffer } from '#shared/contract/sync.ts';
import { contribution, EMPTY_DIGEST, plus, sameDigest } from '#shared/domain/sync/digest.ts';
import { entities } from '#shared/domain/sync/entities.ts';
import { keyOf } from '#shared/domain/sync/op.ts';
import type { RowState } from '#shared/domain/sync/row.ts';
import type { Database, Snapshot } from '../storage/database.ts';
import { ImageFile } from './image-file.ts';

/** Built once, fetched often: worth some work. */
const LEVEL = 6;

/** `inconsistent`: the rows are not those that the log told. Nothing of the log may be cleared away then. */
export type Unbuilt = 'empty' | 'inconsistent' | 'too-large';

/** Where the file of an image lies. */
export function imagePath(folder: string, sha256: string): string {
  return join(folder, `${sha256}.image`);
}

/** Makes the image of a stream as it is now, as a file in `folder` that is named by its hash. */
export async function buildImage(
  database: Database,
  stream: string,
  folder: string,
  name: string,
): Promise<ImageOffer | Unbuilt> {
  const [plain, packed] = [join(folder, `${name}.building`), join(folder, `${name}.packing`)];
  try {
    const content = await database.snapshot(stream, (snapshot) => writeRows(snapshot, plain));
    if (typeof content === 'string') return content;
    const { size: fileBytes } = await stat(plain);
    const sha256 = await pack(plain, packed);
    const { size: bytes } = await stat(packed);
    if (bytes > IMAGE_LIMITS.bytes || fileBytes > IMAGE_LIMITS.fileBytes) return 'too-large';
    await rename(packed, imagePath(folder, sha256));
    return { stream, ...content, bytes, fileBytes, sha256 };
  } finally {
    await Promise.all([plain, packed].map((path) => rm(path, { force: true })));
  }
}

type Content = Pick<ImageOffer, 'epoch' | 'seq' | 'digest' | 'latest' | 'rows'>;

async function writeRows({ head, digest, epoch, rows }: Snapshot, path: string): Promise<Content | Unbuilt> {
  if (head === 0) return 'empty';
  const file = new ImageFile(path, entities);
  let [sum, count] = [EMPTY_DIGEST, 0];
  let latest: HybridTime = { wall: 0, counter: 0 };
  try {
    for await (const part of rows) {
      if (!file.add(part)) return 'inconsistent';
      for (const row of part) {
        sum = plus(sum, contribution(keyOf(row), row.seq));
        latest = latestOf(row, latest);
      }
      count += part.length;
    }
    file.finish();
  } finally {
    file.close();
  }
  return sameDigest(sum, digest) ? { epoch, seq: head, digest, latest, rows: count } : 'inconsistent';
}

function latestOf({ made, marks }: RowState, than: HybridTime): HybridTime {
  const { wall, counter } = [made, ...Object.values(marks)]
    .map(({ stamp }): HybridTime => stamp)
    .reduce((a, b) => (compareHybrid(a, b) > 0 ? a : b), than);
  return { wall, counter };
}

/** Compresses a file, on disk when this returns; gives the hash of what it became. */
async function pack(from: string, to: string): Promise<string> {
  const hash = createHash('sha256');
  const watched = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const zstd = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: LEVEL } });
  await pipeline(createReadStream(from), zstd, watched, createWriteStream(to, { mode: 0o600 }));
  const file = await open(to, 'r+');
  await file.sync();
  await file.close();
  return hash.digest('hex');
}
