import type { Clock, Millis } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Push } from '#shared/contract/rpc.ts';
import type { ContactView, CountdownView, DeskState } from '#shared/contract/views.ts';
import { LONGEST_UNDO_MS } from '#shared/domain/contact/policy.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import type { Cases } from '../cases/cases.ts';
import type { ContactLog, ContactRow } from '../contacts/contact-log.ts';
import { ShownCountdowns } from '../countdowns/shown-countdowns.ts';
import type { Store, Touched } from '../database/store.ts';
import type { Host } from '../host.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';
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
}

interface News {
  readonly changed: Push['changed'];
  readonly contacts?: Push['contacts'] | undefined;
  readonly countdowns?: Push['countdowns'] | undefined;
  readonly timeline?: Touched['timeline'];
}

/** What the windows are shown: built from the database, sent in slices after each commit. */
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
      parts.store.onCommit((touched) => this.#publish(touched)),
      parts.notices.onChange(() => this.#send({ changed: { notices: parts.notices.list() } })),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#undoOver?.dispose();
  }

  /** Everything, for a window that opens: what all windows have been told, after they were told what changed by itself. */
  open(): DeskState & { readonly revision: number } {
    const { settings, host, packs, log, focus } = this.#parts;
    const open = log.open();
    const contacts = this.#contacts.follow(this.#contactsNow(open));
    const countdowns = this.#countdowns.reread();
    if (contacts !== undefined || countdowns !== undefined) this.#send({ changed: {}, contacts, countdowns });
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
      listsVersion: this.#listsVersion,
    };
  }

  setBreak(on: boolean): void {
    this.#onBreak = on;
    this.#send({ changed: { onBreak: on } });
  }

  onPush(listener: (push: Push) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  #publish(touched: Touched): void {
    const { log, focus, settings, notices, host, packs, sync } = this.#parts;
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
      this.#pushWhenUndoIsOver();
    }
    let countdowns: Push['countdowns'];
    if (touched.allCountdowns || touched.countdowns.size > 0) {
      countdowns = touched.allCountdowns ? this.#countdowns.reread() : this.#countdowns.follow([...touched.countdowns]);
      host.badge(this.#countdowns.told.filter(isLate).length);
    }
    if (touched.settings) {
      changed.settings = settings.current;
      changed.setUp = settings.isSetUp;
    }
    if (touched.notices) changed.notices = notices.list();
    if (touched.lists) changed.listsVersion = ++this.#listsVersion;
    changed.sync = sync.view();
    this.#send({ changed, contacts, countdowns, timeline: touched.timeline });
  }

  #send(news: News): void {
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

  #pushWhenUndoIsOver(): void {
    const undoable = this.#undoable();
    if (undoable.length === 0) return;
    this.#undoOver?.dispose();
    const longest = Math.max(...undoable.map((row) => this.#undoMs(row)));
    this.#undoOver = this.#parts.clock.after(longest + 50, () => {
      const open = this.#parts.log.open();
      const contacts = this.#contacts.follow(this.#contactsNow(open));
      this.#send({ changed: { focus: this.#parts.focus.among(open) }, contacts });
    });
  }
}

/** Counted on the icon: what was promised and is past its time. What happens in a call is in front of the agent anyway. */
function isLate({ kind, phase }: CountdownView): boolean {
  return phase === 'due' && (kind === 'callback' || kind === 'target');
}
