import type { Clock, Millis } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { CaseId } from '#shared/base/ids.ts';
import { PRESENCE, PROTOCOL, type Others, type PresenceRequest } from '#shared/contract/sync.ts';
import type { PresenceView } from '#shared/contract/views.ts';
import { storageFailure } from '../database/failure.ts';
import type { Store } from '../database/store.ts';
import type { Enrolled } from '../sync/status.ts';
import type { Transport } from '../sync/transport.ts';
import type { ShownCases } from './shown-cases.ts';

/** Who walks through a list is not told case by case. */
const TOGETHER: Millis = 700;
/** What is known of others is believed for so long; then a link that says nothing has lost them. */
const BELIEVED: Millis = PRESENCE.renew + 10_000;

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly transport: Pick<Transport, 'presence'>;
  readonly shown: ShownCases;
  readonly who: () => string;
  /** The service that is reached at this moment; `null` without a link. */
  readonly link: () => Enrolled | null;
}

/**
 * Tells the service which cases are open here, and knows who else is on them, for as long as there is a link. It is no part of
 * what is recorded: a desk without a link does nothing, claims nothing, and is told anew when it is back.
 */
export class Presence implements Disposable {
  readonly #parts: Parts;
  readonly #subscription: Disposable;
  #others: readonly PresenceView[] = [];
  /** What the service was last told; empty when it knows nothing of this desk. */
  #told = '';
  #asking = false;
  /** Something changed while the service was asked. */
  #again = false;
  #next: { readonly wait: Millis; readonly timer: Disposable } | null = null;
  #doubt: Disposable | null = null;
  /** The service asked for so much rest. */
  #notBefore: Millis = 0;
  #over = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#subscription = parts.store.onCommit((touched) => {
      if (touched.contacts || touched.sync || touched.settings) this.follow();
    });
  }

  dispose(): void {
    // Nothing is said any more, which would keep the program from ending: the service notices that the link on which it tells ended.
    this.#over = true;
    this.#subscription.dispose();
    this.#next?.timer.dispose();
    this.#doubt?.dispose();
  }

  view(): readonly PresenceView[] {
    return this.#others;
  }

  /** A window shows a case, or none; a window that closes shows none. */
  show(window: object, caseId: CaseId | null): void {
    this.#parts.shown.show(window, caseId);
    this.follow();
  }

  /** The cases that are open here, or the link, may be others now. */
  follow(): void {
    if (this.#over) return;
    if (this.#parts.link() === null) {
      this.#lose();
      return;
    }
    const cases = this.#cases();
    // Nobody is shown on a case that is not open here any more.
    this.#put(this.#others.filter(({ caseId }) => cases.includes(caseId)));
    if (this.#saying(cases) !== this.#told) this.#soon(TOGETHER);
  }

  /** The service told it of its own accord. */
  hear(others: Others): void {
    if (this.#over || this.#parts.link() === null) return;
    const cases = new Set<string>(this.#cases());
    this.#believe();
    this.#put(
      others
        .filter((each) => cases.has(each.case))
        .map((each) => ({ caseId: each.case as CaseId, names: each.names, count: each.count })),
    );
  }

  /** The link on which the service tells has ended. Whether it is still there is asked at once; if it is, this desk is too. */
  doubt(): void {
    if (!this.#over && this.#told !== '') this.#soon(0);
  }

  #cases(): readonly CaseId[] {
    return this.#parts.shown.all().slice(0, PRESENCE.cases);
  }

  /** Empty for no case at all: then nothing has to be said. */
  #saying(cases: readonly CaseId[]): string {
    return cases.length === 0 ? '' : JSON.stringify([this.#parts.who(), ...cases]);
  }

  #request(cases: readonly CaseId[]): PresenceRequest {
    return { protocol: PROTOCOL, name: this.#parts.who() || '?', cases: [...cases] };
  }

  #soon(wait: Millis): void {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    // Who goes on typing does not put it off.
    if (this.#next !== null && this.#next.wait <= wait) return;
    const rest = this.#notBefore - this.#parts.clock.sinceBoot();
    this.#next?.timer.dispose();
    this.#next = { wait, timer: this.#parts.clock.after(Math.max(wait, rest), () => void this.#say()) };
  }

  async #say(): Promise<void> {
    const { link, transport, clock } = this.#parts;
    const service = link();
    this.#next = null;
    if (this.#over || service === null) return;
    const cases = this.#cases();
    const saying = this.#saying(cases);
    if (saying === '' && this.#told === '') return;
    this.#asking = true;
    const answer = await transport.presence(service, this.#request(cases));
    this.#asking = false;
    if (this.#isOver()) return;
    if (answer.ok) {
      this.#told = saying;
      this.hear(answer.value.others);
    } else {
      // An older service, or one that is away: nothing is claimed, and it is asked again later.
      this.#lose();
      this.#notBefore = clock.sinceBoot() + (answer.error.retryAfterMs ?? PRESENCE.renew);
    }
    if (this.#takeAgain()) this.#soon(TOGETHER);
    else if (saying !== '') this.#soon(PRESENCE.renew);
  }

  #takeAgain(): boolean {
    const again = this.#again;
    this.#again = false;
    return again;
  }

  #isOver(): boolean {
    return this.#over || !this.#parts.store.database.open;
  }

  #believe(): void {
    this.#doubt?.dispose();
    this.#doubt = this.#parts.clock.after(BELIEVED, () => this.#put([]));
  }

  #lose(): void {
    this.#told = '';
    this.#next?.timer.dispose();
    this.#next = null;
    this.#doubt?.dispose();
    this.#put([]);
  }

  #put(others: readonly PresenceView[]): void {
    if (JSON.stringify(others) === JSON.stringify(this.#others)) return;
    this.#others = others;
    try {
      this.#parts.store.announce({ presence: true });
    } catch (error) {
      if (storageFailure(error) === null) throw error;
    }
  }
}
