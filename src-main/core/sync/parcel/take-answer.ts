import { fail, ok, type Result } from '#shared/base/result.ts';
import type { ParcelReason } from '#shared/contract/parcel-reason.ts';
import type { ImageOffer } from '#shared/contract/sync.ts';
import type { Asked, DeskPolicy, ExchangeReply } from '#shared/domain/sync/exchange.ts';
import type { Entry } from '#shared/domain/sync/row.ts';
import type { Exchanges } from '../exchanges.ts';
import type { Standing } from '../standing.ts';
import type { OpenPart } from './open-answer.ts';
import type { TakenIn } from './parcel-records.ts';

interface Parts {
  readonly standing: Standing;
  readonly exchanges: Exchanges;
  /** A stream came as an image. */
  readonly onImage: () => void;
  /** Lets others at the desk have their turn; `false` when it closes. */
  readonly pause: () => Promise<boolean>;
}

export interface Taken extends TakenIn {
  readonly policy: DeskPolicy | undefined;
  /** This desk was taken out of service, and was wiped. */
  readonly isWiped: boolean;
}

/**
 * Takes in what the service answered, one part after the other, each in a transaction of its own: what is cut off in between is gone on
 * with when the same file is taken in again.
 */
export async function takeAnswer(parts: Parts, answer: Iterable<OpenPart>): Promise<Result<Taken, ParcelReason>> {
  const taking = new Taking(parts);
  for (const { part, bytes } of answer) {
    const refused =
      part.kind === 'image' ? await taking.image(part.image, bytes) : taking.reply(part.asked, part.reply);
    if (refused !== null) return fail(refused);
    if (!(await parts.pause())) return fail('not-read');
  }
  return taking.end();
}

class Taking {
  readonly #parts: Parts;
  readonly #before;
  #due: TakenIn['due'] = null;
  #policy: DeskPolicy | undefined;
  #arrived = 0;
  /** Something of it does not follow on what this desk has. */
  #isBehind = false;
  #isWiped = false;
  #heads: Readonly<Record<string, number>> = {};

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#before = parts.standing.enrolled?.status;
  }

  async image(offer: ImageOffer, bytes: Uint8Array): Promise<ParcelReason | null> {
    const { exchanges, onImage } = this.#parts;
    const taken = await exchanges.images.take(offer, bytes, 'earlier');
    if (taken.kind === 'failed') return 'disk-refused';
    if (taken.kind === 'none') {
      this.#isBehind = true;
      return null;
    }
    this.#arrived += offer.rows;
    onImage();
    return null;
  }

  reply(asked: Asked, reply: ExchangeReply): ParcelReason | null {
    const { exchanges, standing } = this.#parts;
    const had = standing.enrolled?.status;
    const absorbed = exchanges.take(asked, reply, 'earlier');
    if (absorbed === null) return 'disk-refused';
    switch (absorbed.kind) {
      case 'stale':
        this.#isBehind = true;
        return null;
      case 'forked':
        return 'copied-disk';
      case 'unknown':
        return 'other-service';
      case 'revoked':
        this.#isWiped = absorbed.over;
        this.#due = absorbed.over ? null : 'leaving';
        return null;
      case 'absorbed':
        break;
    }
    if (reply.kind !== 'exchanged') return null;
    this.#policy = reply.policy;
    this.#due = reply.forks !== null ? 'restored' : absorbed.shortened.length > 0 ? 'link' : null;
    this.#heads = reply.heads;
    for (const { stream, from, entries } of reply.pulls) {
      const follows = from === (had?.cursors[stream]?.seq ?? 0);
      if (!follows) this.#isBehind = true;
      else this.#arrived += entries.filter((entry) => isOfOthers(entry, asked.device)).length;
    }
    return null;
  }

  end(): Result<Taken, ParcelReason> {
    const now = this.#parts.standing.enrolled?.status;
    const changed = JSON.stringify(now) !== JSON.stringify(this.#before);
    if (!changed && this.#isBehind) return fail('old');
    const lacks = Object.entries(this.#heads).some(([stream, head]) => (now?.cursors[stream]?.seq ?? 0) < head);
    const confirmed = Math.max(0, (now?.acknowledged ?? 0) - (this.#before?.acknowledged ?? 0));
    const due = this.#due ?? (lacks ? 'more' : null);
    return ok({ confirmed, arrived: this.#arrived, due, policy: this.#policy, isWiped: this.#isWiped });
  }
}

function isOfOthers({ stamps, made }: Entry, own: string): boolean {
  return [...Object.values(stamps), ...(made === undefined ? [] : [made])].some(({ device }) => device !== own);
}
