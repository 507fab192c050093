import type { EpochMs } from '../../base/clock.ts';
import type { Digest } from './digest.ts';
import type { Testimony } from './testimony.ts';
import type { Op } from './op.ts';
import type { Entry } from './row.ts';

/** What a desk and the service say to each other in one exchange. The encoding on the wire is the contract's affair. */
export interface ExchangeRequest {
  readonly device: string;
  /** The desk's wall clock when it sent this. */
  readonly now: EpochMs;
  /** The life of the service that the cursors belong to; `null` at the first contact. */
  readonly epoch: string | null;
  readonly cursors: Readonly<Record<string, number>>;
  /** Ops up to here were answered for; the service tells again what became of later ones. */
  readonly acknowledged: number;
  readonly push: Push | null;
  readonly testimony: readonly Testimony[];
}

/** Of a request, what its reply is held against. */
export interface Asked extends Pick<ExchangeRequest, 'device' | 'epoch' | 'acknowledged'> {
  readonly push: { readonly ops: readonly Pick<Op, 'seq'>[] } | null;
  readonly testimony: readonly Pick<Testimony, 'entity' | 'id'>[];
}

export interface Push {
  /** Dense: the first is `ops[0].seq`, each one more than the last; they end where a local transaction ends. */
  readonly ops: readonly Op[];
  /** The hash of the op before the first. */
  readonly prev: string;
  /** Ops up to here had their results in a former life of the service, and this desk has told the rows that they led to. */
  readonly settled?: number;
  /** Of those, the ones that led to no row: they were put aside. */
  readonly aside?: readonly number[];
}

export type ExchangeReply = Exchanged | Revoked | { readonly kind: 'refused'; readonly reason: 'forked' | 'unknown' };

/** How the cursors of a desk lie in the present life of the service. */
export interface Lives {
  readonly epoch: string;
  /**
   * Given when the desk's cursors belong to an earlier life of the service: how much of each stream is the same in both. Then
   * nothing was taken in of the request, and nothing else is in the reply; the desk follows and asks again.
   */
  readonly forks: Readonly<Record<string, number>> | null;
}

/**
 * The desk was taken out of service: what it says is kept for a supervisor, and it is told nothing. It hands over all that it
 * has, and wipes itself.
 */
export interface Revoked extends Lives {
  readonly kind: 'revoked';
}

export interface Exchanged extends Lives {
  readonly kind: 'exchanged';
  readonly now: EpochMs;
  /** The last op of this device that the service has; ops after it are to be sent, or sent again. */
  readonly lastSeq: number;
  readonly lastHash: string;
  /** What the service keeps for a supervisor, of ops after `acknowledged`. */
  readonly quarantined: readonly { readonly seq: number; readonly reason: string }[];
  /** The ends of the streams when the reply was made: who has pulled so far has the results of all ops up to `lastSeq`. */
  readonly heads: Readonly<Record<string, number>>;
  readonly pulls: readonly Pull[];
  /** Not of the rules of sync: what the company wants of its desks. */
  readonly policy?: DeskPolicy;
}

export interface DeskPolicy {
  /** For how many days a desk may work without its service; 0: without end. */
  readonly offlineLeaseDays: number;
  /** Public keys of those who sign the company's script packs; `undefined`: the service says nothing of them. */
  readonly packKeys?: readonly string[] | undefined;
}

export const MOST_PACK_KEYS = 16;

/** What was committed to a stream, as it happens: to be applied by who is at `prev`, a sign to ask for everybody else. */
export interface Live {
  readonly epoch: string;
  readonly stream: string;
  readonly prev: number;
  readonly seq: number;
  readonly entries: readonly Entry[];
}

/** A part of a stream, never ending inside a commit. */
export interface Pull {
  readonly stream: string;
  /** The cursor that this continues. */
  readonly from: number;
  readonly to: number;
  readonly entries: readonly Entry[];
  /** Of the stream at `to`; given where the desk has caught up. */
  readonly digest: Digest | null;
  /** What follows the cursor is not kept any more: nothing is in this pull, and the desk takes an image. */
  readonly shortened?: true;
}
