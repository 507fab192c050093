import type { Asked, Exchanged, ExchangeReply, ExchangeRequest } from '../exchange.ts';
import type { ServiceParts } from './exchange.ts';

interface OfStream {
  readonly stream: string;
  readonly epoch: string;
  readonly seq: number;
}

/** One thing that the desk takes in: a reply, or an image in the place of what the log would tell. */
export type Carried<Image> =
  | { readonly kind: 'exchange'; readonly asked: Asked; readonly reply: ExchangeReply }
  | { readonly kind: 'image'; readonly image: Image };

export interface CarriedParts<Image> extends Pick<ServiceParts, 'store' | 'now'> {
  readonly exchange: (request: ExchangeRequest) => Promise<ExchangeReply>;
  /** The image of a stream for a desk that has it up to `from`; `null` when there is none or pulling is the better way. */
  readonly imageOf: (stream: string, from: number) => Promise<Image | null>;
}

/** What is known of the desk: what it will be when it has taken in everything so far. */
interface Reached {
  readonly epoch: string | null;
  readonly acknowledged: number;
  readonly cursors: Readonly<Record<string, number>>;
}

/**
 * Answers what a desk has had carried here, as if it asked again after each reply: first for all that it has to say, then until it has
 * all that there is. It ends before that where the desk has to look at itself first: at a new life of the service, at a refusal.
 */
export async function* answerCarried<Image extends OfStream>(
  parts: CarriedParts<Image>,
  requests: readonly ExchangeRequest[],
): AsyncGenerator<Carried<Image>> {
  const [first] = requests;
  if (first === undefined) return;
  const images = new Images(parts, first.device);
  let reached: Reached = first;
  let isRevoked = false;
  for (let at = 0; ; at += 1) {
    const untold = requests.slice(at).some(({ testimony }) => testimony.length > 0);
    for (const image of untold || isRevoked ? [] : await images.wanted(reached)) {
      yield { kind: 'image', image };
      reached = { ...reached, epoch: image.epoch, cursors: { ...reached.cursors, [image.stream]: image.seq } };
    }
    const said = requests[at] ?? { ...first, push: null, testimony: [] };
    const { epoch, acknowledged, cursors } = reached;
    // A desk that is leaving counts what it hands over, not what the service has.
    const from = isRevoked ? said.acknowledged : acknowledged;
    const request = { ...said, epoch, cursors, acknowledged: from, now: arrived(parts, said) };
    const reply = await parts.exchange(request);
    yield { kind: 'exchange', asked: askedOf(request), reply };
    if (reply.kind === 'refused' || reply.forks !== null) return;
    const isLast = at >= requests.length - 1;
    if (reply.kind === 'revoked') {
      if (isLast) return;
      isRevoked = true;
      reached = { ...reached, epoch: reply.epoch };
      continue;
    }
    const isStillUntold = requests.slice(at + 1).some(({ testimony }) => testimony.length > 0);
    reached = after(reached, reply, isStillUntold);
    images.note(reply);
    if (isLast && !hasMore(reply, images)) return;
  }
}

/**
 * How long it was carried nobody knows, so of the desk's clock only so much is certain: it was not behind what it says. An op then counts
 * as of the time that it bears, held as ever between the last contact and now.
 */
function arrived({ now }: Pick<ServiceParts, 'now'>, { now: said }: ExchangeRequest): number {
  return Math.max(said, now());
}

function askedOf({ device, epoch, acknowledged, push, testimony }: ExchangeRequest): Asked {
  const last = push?.ops.at(-1);
  return {
    ...{ device, epoch, acknowledged },
    push: last === undefined ? null : { ops: [{ seq: last.seq }] },
    testimony: testimony.map(({ entity, id }) => ({ entity, id })),
  };
}

/** A desk takes in nothing before it has told what a restored service lost. */
function after({ acknowledged, cursors }: Reached, { epoch, lastSeq, pulls }: Exchanged, untold: boolean): Reached {
  const moved = untold ? {} : Object.fromEntries(pulls.map(({ stream, to }) => [stream, to]));
  return { epoch, acknowledged: Math.max(acknowledged, lastSeq), cursors: { ...cursors, ...moved } };
}

/** An exchange that brings a desk no further is the last one, whatever the desk says that it has. */
function hasMore<Image extends OfStream>({ pulls }: Exchanged, images: Images<Image>): boolean {
  return pulls.some(({ stream, from, to, digest, shortened }) =>
    shortened === true ? !images.isTried(stream) : digest === null && to > from,
  );
}

/** The images that a desk would ask for. */
class Images<Image extends OfStream> {
  readonly #parts: CarriedParts<Image>;
  readonly #device: string;
  readonly #shortened = new Set<string>();
  readonly #tried = new Set<string>();

  constructor(parts: CarriedParts<Image>, device: string) {
    this.#parts = parts;
    this.#device = device;
  }

  note({ pulls }: Exchanged): void {
    for (const { stream, shortened } of pulls) if (shortened === true) this.#shortened.add(stream);
  }

  isTried(stream: string): boolean {
    return this.#tried.has(stream);
  }

  async wanted({ epoch, cursors }: Reached): Promise<readonly Image[]> {
    const { store, imageOf } = this.#parts;
    const present = (await store.epochs()).at(-1)?.id;
    const device = await store.device(this.#device);
    if (device === null || device.revoked || (epoch !== null && epoch !== present)) return [];
    const found: Image[] = [];
    for (const stream of Object.keys(device.grants)) {
      const from = cursors[stream] ?? 0;
      if (this.#tried.has(stream) || (from > 0 && !this.#shortened.has(stream))) continue;
      this.#tried.add(stream);
      const image = await imageOf(stream, from);
      if (image !== null) found.push(image);
    }
    return found;
  }
}
