import type { Result } from '#shared/base/result.ts';
import type { EnrolReply, EnrolRequest, Others, PresenceReply, PresenceRequest } from '#shared/contract/sync.ts';
import type { ExchangeReply, ExchangeRequest } from '#shared/domain/sync/exchange.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Enrolled } from './status.ts';

/** Why the service could not be asked. It is asked again, whatever it is: a service that was restored may know more tomorrow. */
export interface TransportFailure {
  readonly code:
    | 'unreachable'
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

/** The way to the service. A reply that never comes is `unreachable` after a while. */
export interface Transport {
  enrol(service: string, request: EnrolRequest): Promise<Result<EnrolReply, TransportFailure>>;
  /** A new name for a desk whose past the service knows otherwise. */
  renew(former: Enrolled, publicKey: string): Promise<Result<EnrolReply, TransportFailure>>;
  exchange(enrolled: Enrolled, request: ExchangeRequest): Promise<Result<ExchangeReply, TransportFailure>>;
  /** The bytes of a published pack. */
  pack(enrolled: Enrolled, sha256: string): Promise<Result<Uint8Array, TransportFailure>>;
  /** Says on which cases this desk is, and hears who else is on them. */
  presence(enrolled: Enrolled, request: PresenceRequest): Promise<Result<PresenceReply, TransportFailure>>;
  /**
   * Tells when something was committed to a stream of this desk, and who is on its cases, as long as the link lasts; `onEnd` when
   * it breaks.
   */
  listen(enrolled: Enrolled, onCommit: () => void, onEnd: () => void, onOthers?: (others: Others) => void): Disposable;
}
