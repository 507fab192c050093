import type { Callbacks } from './callbacks/callbacks.ts';
import type { Promises } from './callbacks/promises.ts';
import type { Cases } from './cases/cases.ts';
import type { ContactLog } from './contacts/contact-log.ts';
import type { Contacts } from './contacts/contacts.ts';
import type { Lines } from './contacts/use-line.ts';
import type { Countdowns } from './countdowns/countdowns.ts';
import type { Store } from './database/store.ts';
import type { Focus } from './desk/focus.ts';
import type { Notices } from './desk/notices.ts';
import type { Projection } from './desk/projection.ts';
import type { SetUp } from './desk/set-up.ts';
import type { Timeline } from './desk/timeline.ts';
import type { Host } from './host.ts';
import type { OfflineLease } from './lease/offline-lease.ts';
import type { Presence } from './presence/presence.ts';
import type { Hotkeys } from './hotkeys/hotkeys.ts';
import type { SystemKeys } from './hotkeys/system-keys.ts';
import type { PackShelf } from './scripts/pack-shelf.ts';
import type { Conflicts } from './sync/conflicts.ts';
import type { Sync } from './sync/sync.ts';
import type { SettingsStore } from './settings/settings.ts';

/** The features of a running workstation, made once by `createWorkstation`. */
export interface Parts {
  readonly host: Host;
  readonly store: Store;
  readonly timeZone: string;
  readonly packs: PackShelf;
  readonly settings: SettingsStore;
  readonly log: ContactLog;
  readonly cases: Cases;
  readonly callbacks: Callbacks;
  readonly promises: Promises;
  readonly countdowns: Countdowns;
  readonly contacts: Contacts;
  readonly lines: Lines;
  readonly focus: Focus;
  readonly hotkeys: Hotkeys;
  readonly systemKeys: SystemKeys;
  readonly notices: Notices;
  readonly timeline: Timeline;
  readonly projection: Projection;
  readonly setUp: SetUp;
  readonly sync: Sync;
  readonly lease: OfflineLease;
  readonly presence: Presence;
  readonly conflicts: Conflicts;
}
