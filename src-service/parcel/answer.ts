import { readFile } from 'node:fs/promises';
import { fail, ok, type Result } from '#shared/base/result.ts';
import {
  IMAGE_FORMAT,
  PARCEL_LIMITS,
  writeAnswerPart,
  type AnswerPart,
  type ImageOffer,
} from '#shared/contract/sync.ts';
import { answerCarried } from '#shared/domain/sync/service/carried.ts';
import { seal } from '#parcel/parcel.ts';
import { packText, Parts } from '#parcel/parts.ts';
import { exchange, type ExchangeParts } from '../exchange.ts';
import { addDevice } from '../identity/devices.ts';
import type { Secrets } from '../identity/secrets.ts';
import type { Images } from '../images/images.ts';
import { serviceKeys } from './keys.ts';
import { readAsk, type Ask, type AskFault } from './read-ask.ts';

interface AnswerParts extends ExchangeParts {
  readonly secrets: Secrets;
  readonly images: Images;
}

export interface Answered {
  readonly device: string;
  /** That were in the file, new to the service or not. */
  readonly changes: number;
  readonly answer: Buffer;
}

/**
 * Takes in what a desk without a link has written, and writes the answer that goes back to it. The same file again changes nothing, and is
 * answered by what there is by then.
 */
export async function answerParcel(parts: AnswerParts, file: Uint8Array): Promise<Result<Answered, AskFault>> {
  const { database, clock, secrets, log } = parts;
  const keys = serviceKeys(secrets);
  const read = await readAsk({ sql: database, secrets, keys }, file);
  if (!read.ok) return read;
  const { head, lost } = read.value;
  const { id, device, service } = head;
  if (lost !== null) {
    await addDevice(database, lost, clock.wall());
    log.warn({ device }, 'taken in again by its certificate: this service was restored from an older backup');
  }
  const content = await answerOf(parts, read.value);
  const answer = seal({ kind: 'answer', id, device, service }, content, {
    signs: keys.signs,
    recipient: head.answerTo,
  });
  if (answer === null) return fail('not-understood');
  const changes = read.value.requests.reduce((sum, { push }) => sum + (push?.ops.length ?? 0), 0);
  log.info({ device, changes, bytes: answer.length }, 'a file of a desk was answered');
  return ok({ device, changes, answer });
}

async function answerOf(parts: AnswerParts, { requests, imageFormat }: Ask): Promise<Buffer> {
  const { database, clock, images } = parts;
  const rules = {
    ...{ store: database, now: () => clock.wall() },
    exchange: (request: Ask['requests'][number]) => exchange(parts, request),
    imageOf: async (stream: string, from: number) => (imageFormat === IMAGE_FORMAT ? images.offer(stream, from) : null),
  };
  const written = new Parts();
  for await (const part of answerCarried<ImageOffer>(rules, requests)) {
    const pieces = await piecesOf(part, images);
    const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
    // The desk sees that there is more, and writes again.
    if (written.bytes + bytes > PARCEL_LIMITS.answerBytes) break;
    for (const piece of pieces) written.add(piece);
  }
  return written.all();
}

async function piecesOf(part: AnswerPart, images: Images): Promise<readonly Uint8Array[]> {
  const text = packText(writeAnswerPart(part));
  return part.kind === 'image' ? [text, await readFile(images.pathOf(part.image.sha256))] : [text];
}
