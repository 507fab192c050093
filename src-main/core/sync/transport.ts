import type { Result } from '#shared/base/result.ts';
import type {
  EnrolReply,
  EnrolRequest,
  ImageOffer,
  ImageRequest,
  Others,
  ParcelKeys,
  PresenceReply,
  PresenceRequest,
} from '#shared/contract/sync.ts';
import type { ExchangeReply, ExchangeRequest, Live } from '#shared/domain/sync/exchange.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Enrolled } from './status.ts';

/** Why the service could not be asked. It is asked again, whatever it is: a service that was restored may know more tomorrow. */
export interface TransportFailure {
  readonly code:
    | 'unreachable'
    /** Somebody answers there, with a certificate that nobody whom this machine trusts stands for. Nothing was sent. */
    | 'certificate-refused'
    | 'refused'
    | 'not-understood'
    | 'revoked'
    | 'unknown-device'
    | 'code-refused'
    | 'protocol-unknown'
    /** The reply came, and the disk of this desk did not take it. */
    | 'disk-refused';
  readonly retryAfterMs?: number;
}

/** Nobody was there who could be asked. */
export function isAway({ code }: TransportFailure): boolean {
  return code === 'unreachable' || code === 'certificate-refused';
}

/** What is told on the live link. */
export interface LiveListener {
  /** What was committed to a stream of this desk; `null`: something that was not understood. */
  readonly onCommit: (live: Live | null) => void;
  /** Who else is on the cases of this desk. */
  readonly onOthers: (others: Others) => void;
}

/** The way to the service. A reply that never comes is `unreachable` after a while. */
export interface Transport {
  enrol(service: string, request: EnrolRequest): Promise<Result<EnrolReply, TransportFailure>>;
  /** A new name for a desk whose past the service knows otherwise. */
  renew(former: Enrolled, publicKey: string): Promise<Result<EnrolReply, TransportFailure>>;
  exchange(enrolled: Enrolled, request: ExchangeRequest): Promise<Result<ExchangeReply, TransportFailure>>;
  /** The bytes of a published pack. */
  pack(enrolled: Enrolled, sha256: string): Promise<Result<Uint8Array, TransportFailure>>;
  /** The image of a stream, or `null` when pulling is the better way. */
  image(enrolled: Enrolled, wish: Omit<ImageRequest, 'protocol'>): Promise<Result<ImageOffer | null, TransportFailure>>;
  /** The bytes of an image from a place on. `take` is given each part with its place; with `false` it ends there. */
  imageBytes(
    enrolled: Enrolled,
    sha256: string,
    from: number,
    take: (part: Uint8Array, at: number) => boolean,
  ): Promise<Result<void, TransportFailure>>;
  /** What files for this service are encrypted with, and its own are signed with. */
  parcelKeys(enrolled: Enrolled): Promise<Result<ParcelKeys, TransportFailure>>;
  /** Says on which cases this desk is, and hears who else is on them. */
  presence(enrolled: Enrolled, request: PresenceRequest): Promise<Result<PresenceReply, TransportFailure>>;
  /** Hears what happens at the service as long as the link lasts; `onEnd` when it breaks. */
  listen(enrolled: Enrolled, listener: LiveListener, onEnd: () => void): Disposable;
}
