import type { Clock } from '#shared/base/clock.ts';
import { Scope, type Disposable } from '#shared/base/disposable.ts';
import type { Action } from '#shared/contract/actions.ts';
import { grantRole, type GrantRole } from '#shared/domain/pack/remedies.ts';
import { NO_CONTACT } from '#shared/domain/contact/state.ts';
import type { WindowFunctions } from '#shared/contract/rpc.ts';
import { Callbacks } from './callbacks/callbacks.ts';
import { Promises } from './callbacks/promises.ts';
import { Cases } from './cases/cases.ts';
import { ContactLog } from './contacts/contact-log.ts';
import { EarlierMatters } from './contacts/earlier.ts';
import { GoingOn } from './contacts/go-on.ts';
import { Contacts } from './contacts/contacts.ts';
import { Lines } from './contacts/use-line.ts';
import { Alarms } from './countdowns/alarms.ts';
import { ClockWatch } from './countdowns/clock-watch.ts';
import { Countdowns } from './countdowns/countdowns.ts';
import type { Sqlite } from './database/open.ts';
import { Checkpoints } from './database/checkpoints.ts';
import { Store } from './database/store.ts';
import { Focus } from './desk/focus.ts';
import { Notices } from './desk/notices.ts';
import { Projection } from './desk/projection.ts';
import { SetUp } from './desk/set-up.ts';
import { Timeline } from './desk/timeline.ts';
import type { Host } from './host.ts';
import { Hotkeys } from './hotkeys/hotkeys.ts';
import { SystemKeys } from './hotkeys/system-keys.ts';
import type { Log } from './log.ts';
import type { Parts } from './parts.ts';
import { OfflineLease } from './lease/offline-lease.ts';
import { Presence } from './presence/presence.ts';
import { ShownCases } from './presence/shown-cases.ts';
import type { LoadedPack } from './scripts/load-pack.ts';
import { RemedyDesk } from './remedies/remedies.ts';
import { PackChoice } from './scripts/pack-choice.ts';
import { PackFiles } from './scripts/pack-files.ts';
import { PackTrust } from './scripts/pack-trust.ts';
import { PackNotice } from './scripts/pack-notice.ts';
import { PackShelf } from './scripts/pack-shelf.ts';
import { SettingsStore } from './settings/settings.ts';
import { followArrivals } from './sync/arrived.ts';
import { Conflicts } from './sync/conflicts.ts';
import { Unfolded } from './sync/image/unfolded.ts';
import { PackDelivery } from './sync/pack-delivery.ts';
import { SentOps } from './sync/sent-ops.ts';
import { Sync } from './sync/sync.ts';
import type { Transport } from './sync/transport.ts';
import { daysIn } from './time-of-day.ts';
import { handlersOf } from './wire/handlers.ts';
import { serveWire, type WindowEnd } from './wire/serve.ts';
import type { Wire } from './wire/wire.ts';

export interface Surroundings {
  readonly host: Host;
  /** Open and up to date (`openDatabase`); the workstation does not close it. */
  readonly database: Sqlite;
  readonly pack: LoadedPack;
  /** The file that was to be used instead of `pack`, when it had faults. */
  readonly refusedPack?: string;
  readonly clock: Clock;
  readonly log: Log;
  /** IANA name of the zone in which promises are made. */
  readonly timeZone: string;
  /** Folder with `samples/`. */
  readonly resources: string;
  /** The way to a central service. */
  readonly transport: Transport;
  /** Between 0 and 1. */
  readonly random: () => number;
  /** For how many days ops that the service has are kept; `sent-ops.ts` says why. */
  readonly keepSentDays?: number;
}

export interface Connection extends Disposable {
  /** What the workstation can ask of the window at the other end. */
  readonly window: WindowFunctions;
}

export interface Workstation extends Disposable {
  /** Binds keys and starts the countdowns; what became due meanwhile fires at once, what is late is on the icon. */
  start(): void;
  /** Serves a window for as long as its wire lasts. */
  connect(wire: Wire, window: 'desk' | 'panel'): Connection;
  readonly parts: Parts;
}

/** The composition root: everything is made here, once, and handed what it needs. */
export function createWorkstation(around: Surroundings): Workstation {
  const { host, database, pack, clock, log: logger, timeZone, transport } = around;
  const scope = new Scope();
  const store = new Store(database, clock, logger);
  scope.add(new Checkpoints({ store, clock, log: logger }));
  const settings = new SettingsStore(store);
  const packs = new PackShelf(database, pack, store.now());
  const log = new ContactLog(database, store);
  const notices = new Notices(store);
  const lease = scope.add(new OfflineLease({ store, clock, notices }));
  const packNotice = scope.add(new PackNotice({ store, clock, packs, notices, logger }));
  const who = (): string => settings.current.agentName;
  const cases = scope.add(new Cases({ store, clock, packs, who }));

  // Countdowns set off contacts, and contacts set countdowns: one of the two has to be asked for later.
  const countdowns: Countdowns = scope.add(
    new Countdowns({
      store,
      clock,
      watch: new ClockWatch(database, clock),
      onPhase: (unit, row) => alarms.raise(unit, row),
      onShift: (unit, byMs) => {
        contacts.shiftClock(unit, byMs);
        // By the new time, a close may be one that cannot be undone any more.
        unit.touched.contacts = true;
        notices.put(unit, 'clock-shifted', { seconds: Math.round(byMs / 1000) });
      },
    }),
  );
  const callbacks = new Callbacks({ store, countdowns: () => countdowns, cases, who });
  const contacts = new Contacts({
    store,
    log,
    cases,
    callbacks,
    countdowns: () => countdowns,
    packs,
    days: daysIn(timeZone),
    who,
    logger,
    mayNotBegin: () => lease.refusal(),
  });
  cases.contactOf = (id) => log.lastOfCase(id)?.state ?? NO_CONTACT;
  cases.onSettled = (unit, caseId) => contacts.settled(unit, caseId);
  const alarms = new Alarms({ host, settings, contacts, cases, callbacks, log, packs, logger });
  const promises = new Promises({ store, log, contacts, callbacks, packs, cases });
  const timeline = new Timeline(database);
  const earlier = new EarlierMatters({ store, cases, packs, timeline, timeZone });
  const goingOn = new GoingOn({ store, log, contacts, cases, earlier });
  const lines = new Lines({ store, host, log, contacts, cases, packs, settings, earlier, timeZone });
  const focus = new Focus(store, log);
  const hotkeys = new Hotkeys({ log, contacts, lines, packs, focus });
  const keys = scope.add(new SystemKeys({ host, store, settings, hotkeys, notices, act: tellWindow, log: logger }));
  const choice = scope.add(new PackChoice({ store, clock, packs, notices, log: logger, timeZone }));
  const trust: PackTrust = new PackTrust({
    store,
    isEnrolled: () => sync.isEnrolled,
    onChange: () => delivery.reconsider(),
  });
  const delivery: PackDelivery = new PackDelivery({
    ...{ store, packs, trust, choice, transport, log: logger, timeZone },
    onRefused: (label) => packNotice.refused(label),
  });
  const packFiles = new PackFiles({ store, log: logger, files: host.files, trust, choice, packs, timeZone });
  const sentOps = new SentOps({ store, log: logger, ...(around.keepSentDays && { days: around.keepSentDays }) });
  const unfolded = scope.add(new Unfolded({ store, clock, log }));
  const sync: Sync = scope.add(
    new Sync({
      ...{ store, clock, log: logger, transport, lease, timeZone, files: host.files },
      random: around.random,
      onPolicy: ({ packKeys }) => trust.hear(packKeys),
      onOthers: (others) => presence.hear(others),
      onLiveEnd: () => presence.doubt(),
      onCurrent: (enrolled) => {
        sentOps.clear(enrolled);
        return delivery.follow(enrolled);
      },
      onImage: () => unfolded.start(),
      onArrivals: (unit, arrivals) =>
        followArrivals({ log, cases, contacts, callbacks, packs, earlier }, unit, arrivals),
    }),
  );
  const presence = scope.add(
    new Presence({ ...{ store, clock, transport, who }, shown: new ShownCases(log), link: () => sync.link }),
  );
  const role = (): GrantRole => grantRole(sync.view().role);
  const remedies = new RemedyDesk({ store, log, contacts, cases, promises, packs, role });
  const conflicts = new Conflicts({ store, cases, callbacks, packs });
  const projection = scope.add(
    new Projection({
      ...{ store, clock, host, log, cases, packs, settings, focus, notices, sync, presence, earlier, packFiles },
    }),
  );
  const setUp = new SetUp({
    ...{ store, settings, cases, contacts, callbacks, packs, log: logger, resources: around.resources },
    isEnrolled: () => sync.isEnrolled,
  });
  const parts: Parts = {
    ...{ host, store, timeZone, packs, settings, log, cases, callbacks, promises, countdowns, contacts, lines },
    ...{ focus, hotkeys, systemKeys: keys, notices, timeline, projection, setUp, sync, lease, presence, conflicts },
    ...{ goingOn, remedies, packFiles, packTrust: trust },
  };

  const windows = new Map<WindowEnd, 'desk' | 'panel'>();
  const handlers = handlersOf(parts);
  scope.add(projection.onPush((push) => windows.forEach((_, end) => end.window.push(push))));
  scope.add(
    host.onResume(() => {
      countdowns.evaluate();
      lease.look();
      choice.look();
      sync.poke();
    }),
  );

  function tellWindow(window: 'desk' | 'panel', action: Action): void {
    // What is to be done may be about something that the window has not heard of yet.
    store.tellNews();
    for (const [end, kind] of windows) if (kind === window) end.window.act({ act: action });
  }

  return {
    parts,
    start: () => {
      projection.start();
      packNotice.start(around.refusedPack ?? null);
      choice.start();
      cases.settleAll();
      countdowns.start();
      keys.bind();
      unfolded.start();
      lease.start();
      sync.start();
    },
    connect: (wire, window) => {
      const from = { window };
      const end = serveWire(wire, handlers, from, logger);
      windows.set(end, window);
      return {
        window: end.window,
        dispose: () => {
          windows.delete(end);
          presence.show(from, null);
          end.close();
        },
      };
    },
    dispose: () => {
      for (const end of windows.keys()) end.close();
      windows.clear();
      scope.dispose();
    },
  };
}
