import { createPrivateKey, sign } from 'node:crypto';
import { constants, zstdCompressSync } from 'node:zlib';
import type { z } from 'zod';
import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import {
  challengeReplySchema,
  enrolReplySchema,
  imageReplySchema,
  parcelKeysSchema,
  presenceReplySchema,
  PROTOCOL,
  readReply,
  renewText,
  tokenReplySchema,
  tokenText,
  writeRequest,
  type EnrolReply,
  type EnrolRequest,
  type ImageOffer,
  type ImageRequest,
  type ParcelKeys,
  type PresenceReply,
  type PresenceRequest,
} from '#shared/contract/sync.ts';
import type { ExchangeReply, ExchangeRequest } from '#shared/domain/sync/exchange.ts';
import { PACK_FILE_BYTES } from '#shared/domain/pack/signed-file.ts';
import { ask, parse, textOf } from './http-ask.ts';
import { readEvents, readParts } from './read-body.ts';
import type { Enrolled } from './status.ts';
import type { LiveListener, Transport, TransportFailure } from './transport.ts';

/** An answer that takes longer is given up; what the service did by then is found at the next exchange. */
const TIMEOUT_MS = 30_000;
/** Of a file that is read whole: packs are the largest. */
const MOST_BYTES = PACK_FILE_BYTES;
/** Below this, compressing costs more than it saves. */
const COMPRESS_FROM = 512;

type Answer<T> = Result<T, TransportFailure>;

/** Sync over HTTP (`contract/sync.ts`). */
export class HttpTransport implements Transport {
  readonly #clock: Clock;
  #token: { readonly device: string; readonly text: string } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async enrol(service: string, request: EnrolRequest): Promise<Result<EnrolReply, TransportFailure>> {
    return this.#json(await this.#post(`${service}/enrol`, JSON.stringify(request)), enrolReplySchema);
  }

  async exchange(enrolled: Enrolled, request: ExchangeRequest): Promise<Result<ExchangeReply, TransportFailure>> {
    const body = writeRequest(request);
    const answer = await this.#authorised(enrolled, (token) => this.#post(`${enrolled.service}/sync`, body, token));
    if (!answer.ok) return answer;
    const reply = readReply(answer.value);
    return reply.ok ? reply : fail({ code: 'not-understood' });
  }

  async image(enrolled: Enrolled, wish: Omit<ImageRequest, 'protocol'>): Promise<Answer<ImageOffer | null>> {
    const body = JSON.stringify({ protocol: PROTOCOL, ...wish });
    const answer = await this.#authorised(enrolled, (token) => this.#post(`${enrolled.service}/images`, body, token));
    const read = this.#json(answer, imageReplySchema);
    return read.ok ? ok(read.value.image) : read;
  }

  imageBytes(
    enrolled: Enrolled,
    sha256: string,
    from: number,
    take: (part: Uint8Array, at: number) => boolean,
  ): Promise<Answer<void>> {
    return this.#bytes(enrolled, `images/${sha256}`, from, take);
  }

  pack(enrolled: Enrolled, sha256: string): Promise<Answer<Uint8Array>> {
    return this.#whole(enrolled, `packs/${sha256}`);
  }

  /** What is larger than anything of its kind is not read to its end. */
  async #whole(enrolled: Enrolled, path: string): Promise<Answer<Buffer>> {
    const parts: Uint8Array[] = [];
    const answer = await this.#bytes(
      enrolled,
      path,
      0,
      (part, at) => parts.push(part) > 0 && at + part.length <= MOST_BYTES,
    );
    return answer.ok ? ok(Buffer.concat(parts)) : answer;
  }

  /** Only the head has a limit of time: after it, bytes may take as long as they come. */
  #bytes(
    enrolled: Enrolled,
    path: string,
    from: number,
    take: (part: Uint8Array, at: number) => boolean,
  ): Promise<Answer<void>> {
    return this.#authorised(enrolled, async (token) => {
      const giveUp = new AbortController();
      const patience = this.#clock.after(TIMEOUT_MS, () => giveUp.abort());
      const headers = { authorization: `Bearer ${token}`, ...(from > 0 && { range: `bytes=${String(from)}-` }) };
      const answer = await ask(`${enrolled.service}/${path}`, { headers, signal: giveUp.signal });
      patience.dispose();
      return answer.ok ? readParts(answer.value, answer.value.status === 206 ? from : 0, take, this.#clock) : answer;
    });
  }

  async parcelKeys(enrolled: Enrolled): Promise<Answer<ParcelKeys>> {
    const answer = await this.#whole(enrolled, 'parcel-keys');
    return this.#json(answer.ok ? ok(answer.value.toString()) : answer, parcelKeysSchema);
  }

  async presence(enrolled: Enrolled, request: PresenceRequest): Promise<Answer<PresenceReply>> {
    const body = JSON.stringify(request);
    const answer = await this.#authorised(enrolled, (token) => this.#post(`${enrolled.service}/presence`, body, token));
    return this.#json(answer, presenceReplySchema);
  }

  listen(enrolled: Enrolled, listener: LiveListener, onEnd: () => void): Disposable {
    const stop = new AbortController();
    let over = false;
    const end = (): void => {
      if (over) return;
      over = true;
      onEnd();
    };
    const run = async (): Promise<void> => {
      // Only the head has a limit of time: after it, the link is alive as long as it is heard from.
      const patience = this.#clock.after(TIMEOUT_MS, () => stop.abort());
      const answer = await this.#authorised(enrolled, (token) =>
        ask(`${enrolled.service}/live`, { headers: { authorization: `Bearer ${token}` }, signal: stop.signal }),
      );
      patience.dispose();
      if (answer.ok && answer.value.body !== null) await readEvents(answer.value.body, this.#clock, listener);
    };
    // However it ends, it is begun anew by whoever listens.
    run().then(end, end);
    return {
      dispose: () => {
        over = true;
        stop.abort();
      },
    };
  }

  /** Asks with a token, with a new one when the service does not take the old one any more. */
  async #authorised<T>(enrolled: Enrolled, request: (token: string) => Promise<Answer<T>>): Promise<Answer<T>> {
    if (this.#token?.device === enrolled.status.device) {
      const answer = await request(this.#token.text);
      // One that was restored does not know a desk of later, until its certificate comes with the next token.
      if (answer.ok || !['refused', 'unknown-device'].includes(answer.error.code)) return answer;
    }
    const token = await this.#newToken(enrolled);
    if (!token.ok) return token;
    this.#token = { device: enrolled.status.device, text: token.value };
    return request(token.value);
  }

  async renew(former: Enrolled, publicKey: string): Promise<Answer<EnrolReply>> {
    const { device } = former.status;
    const challenge = await this.#challenge(former);
    if (!challenge.ok) return challenge;
    const signature = signed(former, renewText(device, challenge.value, publicKey));
    const proof = { protocol: PROTOCOL, device, challenge: challenge.value, publicKey, signature };
    return this.#json(await this.#post(`${former.service}/renew`, JSON.stringify(proof)), enrolReplySchema);
  }

  async #challenge({ service, status }: Enrolled): Promise<Answer<string>> {
    const asked = JSON.stringify({ protocol: PROTOCOL, device: status.device });
    const given = this.#json(await this.#post(`${service}/challenge`, asked), challengeReplySchema);
    return given.ok ? ok(given.value.challenge) : given;
  }

  async #newToken(enrolled: Enrolled): Promise<Answer<string>> {
    const { service, certificate, status } = enrolled;
    const { device } = status;
    const challenge = await this.#challenge(enrolled);
    if (!challenge.ok) return challenge;
    const signature = signed(enrolled, tokenText(device, challenge.value));
    const proof = { protocol: PROTOCOL, device, challenge: challenge.value, signature, certificate };
    const token = this.#json(await this.#post(`${service}/token`, JSON.stringify(proof)), tokenReplySchema);
    return token.ok ? ok(token.value.token) : token;
  }

  async #post(url: string, body: string, token?: string): Promise<Answer<string>> {
    const small = body.length < COMPRESS_FROM;
    const bytes = small ? body : zstdCompressSync(body, { params: { [constants.ZSTD_c_compressionLevel]: 3 } });
    const headers = {
      'content-type': 'application/json',
      'accept-encoding': 'zstd, gzip',
      ...(!small && { 'content-encoding': 'zstd' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    const giveUp = new AbortController();
    const patience = this.#clock.after(TIMEOUT_MS, () => giveUp.abort());
    const answer = await ask(url, { method: 'POST', headers, body: bytes, signal: giveUp.signal });
    const text = answer.ok ? await textOf(answer.value) : null;
    patience.dispose();
    if (!answer.ok) return answer;
    return text === null ? fail({ code: 'unreachable' }) : ok(text);
  }

  #json<T extends z.ZodType>(answer: Answer<string>, schema: T): Answer<z.infer<T>> {
    if (!answer.ok) return answer;
    const read = schema.safeParse(parse(answer.value));
    return read.success ? ok(read.data) : fail({ code: 'not-understood' });
  }
}

function signed({ privateKey }: Enrolled, text: string): string {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  return sign(null, Buffer.from(text), key).toString('base64url');
}
