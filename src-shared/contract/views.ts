import type { EpochMs } from '../base/clock.ts';
import type { HybridTime } from '../base/hybrid-clock.ts';
import type { CallbackId, CaseId, ContactId, CustomerId } from '../base/ids.ts';
import type { DeadlineKind } from '../domain/contact/deadlines.ts';
import type { ContactEvent } from '../domain/contact/event.ts';
import type { ContactState } from '../domain/contact/state.ts';
import type { Standing } from '../domain/pack/circumstances.ts';
import type { Pack } from '../domain/pack/schema.ts';
import type { LeaseView } from '../domain/sync/desk/lease.ts';
import type { Keymap } from './actions.ts';
import type { Failure } from './failure.ts';

/** What the windows are shown of the truth in the database. All of it can be rebuilt from there at any moment. */

export interface CustomerView {
  readonly id: CustomerId;
  readonly surname: string;
  /** The customer was asked and would rather not say (R-ANS-4). */
  readonly surnameDeclined: boolean;
  /** An id of the pack's titles, or empty. */
  readonly title: string;
  readonly phone: string;
  /** Cases of this customer, this one included. */
  readonly caseCount: number;
}

export type CaseStatus = 'open' | 'promised' | 'to-be-completed' | 'done';

export interface CaseView {
  readonly id: CaseId;
  /** For people: branch, desk, day and counter. */
  readonly number: string;
  readonly scenario: string | null;
  readonly status: CaseStatus;
  readonly fields: Readonly<Record<string, string>>;
  /** Required fields still open. */
  readonly missing: readonly string[];
  readonly customer: CustomerView;
  readonly owner: string;
  /** The pack whose scenarios and fields these are. */
  readonly packHash: string;
  readonly openedAt: EpochMs;
  readonly updatedAt: EpochMs;
}

/** Why the same customer was here the last time before this contact (R-ANS-6, R-ANS-7). */
export interface EarlierView {
  readonly standing: Exclude<Standing, 'new'>;
  /** When that contact began. */
  readonly at: EpochMs;
  readonly case: CaseView;
  /** The last thing in its timeline that tells where the matter stands. */
  readonly last: TimelineItem | null;
}

export interface ContactView {
  readonly id: ContactId;
  readonly state: ContactState;
  /** A contact that nobody has answered yet has no case. */
  readonly case: CaseView | null;
  /** `null` for a customer who is new, as far as this desk knows. */
  readonly earlier: EarlierView | null;
  /** As it was shown by the line or typed; empty when not known. */
  readonly phone: string;
  readonly events: number;
  readonly packHash: string;
}

export type CountdownPhase = 'running' | 'warned' | 'due';

export interface CountdownView {
  readonly id: string;
  readonly kind: DeadlineKind | 'callback';
  readonly phase: CountdownPhase;
  readonly startsAt: EpochMs;
  readonly warnAt: EpochMs | null;
  readonly dueAt: EpochMs;
  readonly detail: string | null;
  readonly contactId: ContactId | null;
  readonly callbackId: CallbackId | null;
  readonly caseId: CaseId | null;
  /** How the customer is addressed, as far as known. */
  readonly who: { readonly surname: string; readonly title: string; readonly phone: string };
}

export interface CallbackAttempt {
  readonly at: EpochMs;
  readonly outcome: string;
}

export interface CallbackView {
  readonly id: CallbackId;
  readonly caseId: CaseId;
  readonly caseNumber: string;
  /** Who promised it. */
  readonly owner: string;
  /** Who took it over to call back, once somebody has. */
  readonly takenBy: string | null;
  /** It is to be kept at this desk. */
  readonly mine: boolean;
  readonly customer: CustomerView;
  /** Where the customer is called; empty: the answer goes into the chat. */
  readonly number: string;
  readonly promisedAt: EpochMs;
  readonly dueAt: EpochMs;
  readonly reason: string;
  readonly status: 'open' | 'kept' | 'withdrawn';
  readonly attempts: readonly CallbackAttempt[];
}

interface TimelinePlace {
  readonly seq: number;
  /** What the clock on the wall showed; it may have been set since. */
  readonly at: EpochMs;
  /** Who did it; empty where that is not known, as for what one desk adds to a contact of another. */
  readonly by: string;
  /** Orders the timeline: later is greater, whatever the clock on the wall showed, and no two items have the same. */
  readonly written: HybridTime;
}

export type TimelineItem =
  | (TimelinePlace & { readonly kind: 'event'; readonly event: ContactEvent })
  | (TimelinePlace & {
      readonly kind: 'edit';
      readonly field: string;
      readonly value: string;
    });

export interface Settings {
  readonly company: string;
  readonly department: string;
  readonly agentName: string;
  readonly agentNumber: string;
  readonly locale: 'zh-CN' | 'en';
  readonly theme: 'system' | 'light' | 'dark' | 'contrast';
  /** 1 is the design size; up to 2 (WCAG 2.2, 1.4.4). */
  readonly scale: number;
  readonly sound: boolean;
  /** The made-up customers of the first start are in the log. */
  readonly sampleData: boolean;
  readonly keys: Keymap;
}

/** Something the agent should know and can do something about. The words are in the locale files under `notice.<code>`. */
export interface Notice {
  readonly id: string;
  readonly code:
    'clock-shifted' | 'keys-not-bound' | 'lease-ending' | 'pack-expired' | 'pack-refused' | 'storage-failed';
  readonly at: EpochMs;
  readonly facts: Readonly<Record<string, string | number>>;
}

export interface HostCapabilities {
  readonly kind: 'electron' | 'loopback';
  /** Keys that work while another program has the focus. */
  readonly systemKeys: boolean;
  /** Writing into the window beneath. */
  readonly insert: boolean;
  /** A window of our own that stays on top. */
  readonly panelWindow: boolean;
  /** Asks where a file is to be put and which one is meant; else the page does. */
  readonly fileDialogs: boolean;
}

/** How this desk stands with the central service. */
export interface SyncView {
  /** `alone`: none is set up. `unknown`: the service does not know this desk any more, or knows another past of it. */
  readonly phase: 'alone' | 'current' | 'waiting' | 'offline' | 'unknown' | 'revoked';
  /** Address of the service; empty while there is none. */
  readonly service: string;
  readonly company: string;
  readonly branch: string;
  readonly role: 'agent' | 'lead' | 'supervisor' | 'admin' | null;
  /** When the service last answered, by this desk's clock. */
  readonly lastContact: EpochMs | null;
  /** Changes that the service does not have yet; all of them until one is set up. */
  readonly pending: number;
  /** Own changes that the service keeps for a supervisor. */
  readonly quarantined: number;
  /** Values that lost against others and that nobody has decided about. */
  readonly conflicts: number;
  /** For how long this desk may be without the service; `null`: without end. */
  readonly lease: LeaseView | null;
  readonly parcel: ParcelView;
}

/** Files that are carried to the service and back, for when there is no link. */
export interface ParcelView {
  /** This desk knows its service well enough to write one. */
  readonly ready: boolean;
  readonly busy: 'writing' | 'reading' | null;
  /** Why the last one was not written or not taken in. */
  readonly refused: Failure | null;
  /** The file that was written last, while its answer was not taken in. */
  readonly written: { readonly at: EpochMs; readonly changes: number } | null;
  /** The answer that was taken in last. */
  readonly taken: {
    readonly at: EpochMs;
    /** Changes of this desk that the service has, and rows of others that came. */
    readonly confirmed: number;
    readonly arrived: number;
    /**
     * Why another file has to be carried: the service was restored from a backup; this desk was taken out of service and hands over what
     * it has; there is more than fitted. `link`: what is missing can only come by a link.
     */
    readonly due: 'restored' | 'leaving' | 'more' | 'link' | null;
  } | null;
}

/** Script packs that come as files, and whose signatures count here. */
export interface PackFileView {
  /** Fingerprint of the key with which the active pack was signed; `null`: it came with the program. */
  readonly signer: string | null;
  /** The dialog of the host is open. */
  readonly asking: boolean;
  /** Why the last one was not taken: `pack-refused` with the fact `reason` (`pack-reason.ts`); of an unknown signer also `key` and `fingerprint`. */
  readonly refused: Failure | null;
  /** The last one that was taken; `from`: the day on which it begins, `null` when it has begun. */
  readonly taken: { readonly name: string; readonly version: string; readonly from: string | null } | null;
  /** Packs that begin on a later day, also published ones. */
  readonly waiting: readonly WaitingPack[];
  /** Of an enrolled desk those that its service states; they cannot be changed here. */
  readonly keys: readonly PackKeyView[];
}

export interface WaitingPack {
  readonly name: string;
  readonly version: string;
  /** `YYYY-MM-DD` */
  readonly from: string;
}

export interface PackKeyView {
  readonly key: string;
  /** What people compare. */
  readonly fingerprint: string;
  /** As the user called it; empty when the service states it. */
  readonly name: string;
  readonly addedAt: EpochMs | null;
}

/** Who else of the branch is on a case that is open at this desk, as far as is known at this moment. */
export interface PresenceView {
  readonly caseId: CaseId;
  /** The first came first; not all of many. */
  readonly names: readonly string[];
  readonly count: number;
}

export interface ConflictView {
  readonly id: string;
  readonly caseId: CaseId | null;
  readonly caseNumber: string;
  readonly entity: string;
  readonly field: string;
  readonly lost: ConflictSide;
  readonly kept: ConflictSide;
}

export interface ConflictSide {
  readonly value: string | number | boolean | null;
  /** The desk that wrote it: a person's name where it is known. */
  readonly by: string;
  readonly at: EpochMs;
  readonly mine: boolean;
}

export interface DeskState {
  readonly setUp: boolean;
  readonly settings: Settings;
  readonly host: HostCapabilities;
  /** The packs that open contacts and new contacts use, by hash. */
  readonly packs: Readonly<Record<string, Pack>>;
  readonly activePack: string;
  readonly contacts: readonly ContactView[];
  /** The contact that keys act on. */
  readonly focus: ContactId | null;
  /** Most urgent first. */
  readonly countdowns: readonly CountdownView[];
  readonly notices: readonly Notice[];
  readonly onBreak: boolean;
  readonly sync: SyncView;
  readonly packFiles: PackFileView;
  readonly presence: readonly PresenceView[];
  /** Grows whenever the list of cases, of callbacks or of conflicts may have changed. */
  readonly listsVersion: number;
}
