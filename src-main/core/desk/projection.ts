import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Push } from '#shared/contract/rpc.ts';
import type { ContactView, CountdownView, DeskState } from '#shared/contract/views.ts';
import { UNDO_CLOSE_MS } from '#shared/domain/contact/policy.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import type { Cases } from '../cases/cases.ts';
import type { ContactLog, ContactRow } from '../contacts/contact-log.ts';
import { listCountdowns } from '../countdowns/list-countdowns.ts';
import type { Store, Touched } from '../database/store.ts';
import type { Host } from '../host.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';
import type { Sync } from '../sync/sync.ts';
import type { SettingsStore } from '../settings/settings.ts';
import type { Focus } from './focus.ts';
import type { Notices } from './notices.ts';

/** More than anybody can look at; the rest comes up as these end. */
const SHOWN_COUNTDOWNS = 300;

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly host: Host;
  readonly log: ContactLog;
  readonly cases: Cases;
  readonly packs: PackShelf;
  readonly settings: SettingsStore;
  readonly focus: Focus;
  readonly notices: Notices;
  readonly sync: Sync;
}

/** What the windows are shown: built from the database, sent in slices after each commit. */
export class Projection implements Disposable {
  readonly #parts: Parts;
  readonly #listeners = new Set<(push: Push) => void>();
  readonly #subscription: Disposable;
  #revision = 0;
  #listsVersion = 0;
  #onBreak = false;
  #sentHashes = '';
  #undoOver: Disposable | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#subscription = parts.store.onCommit((touched) => this.#publish(touched));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#undoOver?.dispose();
  }

  /** Everything, for a window that opens. */
  open(): DeskState & { readonly revision: number } {
    const { settings, host, packs, log, focus } = this.#parts;
    const open = log.open();
    return {
      revision: this.#revision,
      setUp: settings.isSetUp,
      settings: settings.current,
      host: host.capabilities,
      packs: this.#packs(open),
      activePack: packs.active,
      contacts: this.#contacts(open),
      focus: focus.among(open),
      countdowns: this.#countdowns(),
      notices: this.#parts.notices.list(),
      onBreak: this.#onBreak,
      sync: this.#parts.sync.view(),
      listsVersion: this.#listsVersion,
    };
  }

  setBreak(on: boolean): void {
    this.#onBreak = on;
    this.#send({ onBreak: on }, []);
  }

  onPush(listener: (push: Push) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  #publish(touched: Touched): void {
    const changed: Record<string, unknown> = {};
    if (touched.contacts || touched.lists) {
      const open = this.#parts.log.open();
      changed.contacts = this.#contacts(open);
      changed.focus = this.#parts.focus.among(open);
      if (this.#packsChanged(open)) changed.packs = this.#packs(open);
      this.#pushWhenUndoIsOver();
    }
    if (touched.countdowns) {
      const countdowns = this.#countdowns();
      changed.countdowns = countdowns;
      this.#parts.host.badge(countdowns.filter(isLate).length);
    }
    if (touched.settings) {
      changed.settings = this.#parts.settings.current;
      changed.setUp = this.#parts.settings.isSetUp;
    }
    changed.sync = this.#parts.sync.view();
    if (touched.notices) changed.notices = this.#parts.notices.list();
    if (touched.lists) changed.listsVersion = ++this.#listsVersion;
    const timeline = [...touched.timeline].map(([contactId, items]) => ({ contactId, items }));
    this.#send(changed, timeline);
  }

  #send(changed: Push['changed'], timeline: Push['timeline']): void {
    this.#revision += 1;
    for (const listener of this.#listeners) listener({ revision: this.#revision, changed, timeline });
  }

  /** Open contacts, and closed ones as long as their close can be undone. */
  #contacts(open: readonly ContactRow[]): readonly ContactView[] {
    return [...open, ...this.#undoable()].map((row) => this.#contact(row));
  }

  #undoable(): readonly ContactRow[] {
    const now = this.#parts.clock.wall();
    // Both ways, as the machine has it: a clock that was set back does not make an old close a new one.
    return this.#parts.log.closedBetween(now - UNDO_CLOSE_MS, now + UNDO_CLOSE_MS);
  }

  #contact(row: ContactRow): ContactView {
    return {
      id: row.id,
      state: row.state,
      case: row.caseId === null ? null : this.#parts.cases.view(row.caseId),
      phone: row.phone,
      events: row.events,
      packHash: row.packHash,
    };
  }

  /** A pack is large and hardly ever changes: it is sent when another one comes into use, not with every key. */
  #packsChanged(open: readonly ContactRow[]): boolean {
    const now = this.#hashes(open).join();
    const changed = now !== this.#sentHashes;
    this.#sentHashes = now;
    return changed;
  }

  #hashes(open: readonly ContactRow[]): readonly string[] {
    return [...new Set([this.#parts.packs.active, ...open.map(({ packHash }) => packHash)])].sort();
  }

  #packs(open: readonly ContactRow[]): Readonly<Record<string, Pack>> {
    return Object.fromEntries(this.#hashes(open).map((hash) => [hash, this.#parts.packs.get(hash)]));
  }

  #countdowns(): readonly CountdownView[] {
    return listCountdowns(this.#parts.store.database, SHOWN_COUNTDOWNS);
  }

  #pushWhenUndoIsOver(): void {
    if (this.#undoable().length === 0) return;
    this.#undoOver?.dispose();
    this.#undoOver = this.#parts.clock.after(UNDO_CLOSE_MS + 50, () => {
      const open = this.#parts.log.open();
      this.#send({ contacts: this.#contacts(open), focus: this.#parts.focus.among(open) }, []);
    });
  }
}

/** Counted on the icon: what was promised and is past its time. What happens in a call is in front of the agent anyway. */
function isLate({ kind, phase }: CountdownView): boolean {
  return phase === 'due' && (kind === 'callback' || kind === 'target');
}
