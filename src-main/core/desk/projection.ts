import type { Clock, Millis } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Push } from '#shared/contract/rpc.ts';
import type { ContactView, CountdownView, DeskState } from '#shared/contract/views.ts';
import { LONGEST_UNDO_MS } from '#shared/domain/contact/policy.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import type { Cases } from '../cases/cases.ts';
import type { ContactLog, ContactRow } from '../contacts/contact-log.ts';
import type { EarlierMatters } from '../contacts/earlier.ts';
import { ShownCountdowns } from '../countdowns/shown-countdowns.ts';
import { storageFailure } from '../database/failure.ts';
import type { Store } from '../database/store.ts';
import { nothingTouched, type Touched } from '../database/touched.ts';
import type { Host } from '../host.ts';
import type { PackFiles } from '../scripts/pack-files.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';
import type { Presence } from '../presence/presence.ts';
import type { Sync } from '../sync/sync.ts';
import type { SettingsStore } from '../settings/settings.ts';
import type { Focus } from './focus.ts';
import type { Notices } from './notices.ts';
import { ToldList } from './told-list.ts';

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
  readonly presence: Presence;
  readonly earlier: EarlierMatters;
  readonly packFiles: PackFiles;
}

interface News {
  readonly changed: Push['changed'];
  readonly contacts?: Push['contacts'] | undefined;
  readonly countdowns?: Push['countdowns'] | undefined;
  readonly timeline?: Touched['timeline'];
}

/** What the windows are shown: built from the database, sent in slices after the commits of a turn. */
export class Projection implements Disposable {
  readonly #parts: Parts;
  readonly #listeners = new Set<(push: Push) => void>();
  readonly #subscriptions: readonly Disposable[];
  readonly #contacts = new ToldList<ContactView>();
  readonly #countdowns: ShownCountdowns;
  #revision = 0;
  #listsVersion = 0;
  #onBreak = false;
  #sentHashes = '';
  #undoOver: Disposable | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#countdowns = new ShownCountdowns(parts.store.database);
    this.#subscriptions = [
      parts.store.onNews((touched) => this.#publish(touched)),
      parts.notices.onChange(() => this.#send(() => ({ changed: { notices: parts.notices.list() } }))),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#undoOver?.dispose();
  }

  /** From here on it is known what is late; what was so already before the desk was started is on the icon at once. */
  start(): void {
    this.#countdowns.reread();
    this.#countLate();
  }

  /** Everything, for a window that opens: what all windows have been told, after they were told what changed by itself. */
  open(): DeskState & { readonly revision: number } {
    const { store, settings, host, packs, log, focus } = this.#parts;
    store.tellNews();
    const open = log.open();
    this.#send(() => {
      const contacts = this.#contacts.follow(this.#contactsNow(open));
      const countdowns = this.#countdowns.reread();
      return contacts === undefined && countdowns === undefined ? null : { changed: {}, contacts, countdowns };
    });
    return {
      revision: this.#revision,
      setUp: settings.isSetUp,
      settings: settings.current,
      host: host.capabilities,
      packs: this.#packs(open),
      activePack: packs.active,
      contacts: this.#contacts.told,
      focus: focus.among(open),
      countdowns: this.#countdowns.told,
      notices: this.#parts.notices.list(),
      onBreak: this.#onBreak,
      sync: this.#parts.sync.view(),
      packFiles: this.#parts.packFiles.view(),
      presence: this.#parts.presence.view(),
      listsVersion: this.#listsVersion,
    };
  }

  setBreak(on: boolean): void {
    this.#onBreak = on;
    this.#send(() => ({ changed: { onBreak: on } }));
  }

  onPush(listener: (push: Push) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  #publish(touched: Touched): void {
    this.#send(() => this.#newsOf(touched));
    if (touched.contacts || touched.lists) this.#awaitUndoIsOver();
    if (touched.allCountdowns || touched.countdowns.size > 0) this.#countLate();
  }

  #newsOf(touched: Touched): News {
    const { log, focus, settings, notices, packs, sync } = this.#parts;
    const changed: { -readonly [Key in keyof Push['changed']]: Push['changed'][Key] } = {};
    let contacts: Push['contacts'];
    if (touched.contacts || touched.lists) {
      const open = log.open();
      contacts = this.#contacts.follow(this.#contactsNow(open));
      changed.focus = focus.among(open);
      if (this.#packsChanged(open)) {
        changed.packs = this.#packs(open);
        changed.activePack = packs.active;
      }
    }
    let countdowns: Push['countdowns'];
    if (touched.allCountdowns) countdowns = this.#countdowns.reread();
    else if (touched.countdowns.size > 0) countdowns = this.#countdowns.follow([...touched.countdowns]);
    if (touched.settings) {
      changed.settings = settings.current;
      changed.setUp = settings.isSetUp;
    }
    if (touched.notices) changed.notices = notices.list();
    if (touched.lists) changed.listsVersion = ++this.#listsVersion;
    if (touched.packFiles || touched.settings) changed.packFiles = this.#parts.packFiles.view();
    if (touched.presence) changed.presence = this.#parts.presence.view();
    changed.sync = sync.view();
    return { changed, contacts, countdowns, timeline: touched.timeline };
  }

  /** News that could not be read leave a gap: what they would have told is then missed by nobody, the windows open again. */
  #send(read: () => News | null): void {
    let news: News | null;
    try {
      news = read();
    } catch (error) {
      this.#revision += 1;
      throw error;
    }
    if (news === null) return;
    this.#revision += 1;
    const { changed, contacts, countdowns } = news;
    const push: Push = {
      revision: this.#revision,
      changed,
      ...(contacts === undefined ? {} : { contacts }),
      ...(countdowns === undefined ? {} : { countdowns }),
      timeline: [...(news.timeline ?? [])].map(([contactId, items]) => ({ contactId, items })),
    };
    for (const listener of this.#listeners) listener(push);
  }

  #countLate(): void {
    this.#parts.host.badge(this.#countdowns.told.filter(isLate).length);
  }

  /** Open contacts, and closed ones as long as their close can be undone. */
  #contactsNow(open: readonly ContactRow[]): readonly ContactView[] {
    return [...open, ...this.#undoable()].map((row) => this.#contact(row));
  }

  #undoable(): readonly ContactRow[] {
    const now = this.#parts.clock.wall();
    // Both ways, as the machine has it: a clock that was set back does not make an old close a new one.
    return this.#parts.log
      .closedBetween(now - LONGEST_UNDO_MS, now + LONGEST_UNDO_MS)
      .filter((row) => row.state.phase === 'closed' && Math.abs(now - row.state.closedAt) <= this.#undoMs(row));
  }

  #undoMs(row: ContactRow): Millis {
    return this.#parts.packs.policy(row.packHash).undoCloseMs;
  }

  #contact(row: ContactRow): ContactView {
    return {
      id: row.id,
      state: row.state,
      case: row.caseId === null ? null : this.#parts.cases.view(row.caseId),
      earlier: this.#parts.earlier.of(row),
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

  /** A close goes from the windows when it can no longer be undone, whatever else is done meanwhile. */
  #awaitUndoIsOver(): void {
    this.#undoOver?.dispose();
    const now = this.#parts.clock.wall();
    const ends = this.#undoable().map(
      (row) => (row.state.phase === 'closed' ? row.state.closedAt : now) + this.#undoMs(row),
    );
    if (ends.length === 0) return;
    this.#undoOver = this.#parts.clock.after(Math.min(...ends) - now + 1, () => {
      try {
        this.#publish({ ...nothingTouched(), contacts: true });
      } catch (error) {
        // The disk does not answer: the next push tells what this one could not.
        if (storageFailure(error) === null) throw error;
      }
    });
  }
}

/** Counted on the icon: what was promised and is past its time. What happens in a call is in front of the agent anyway. */
function isLate({ kind, phase }: CountdownView): boolean {
  return phase === 'due' && (kind === 'callback' || kind === 'target');
}
