import type { Disposable } from '#shared/base/disposable.ts';
import type { Result } from '#shared/base/result.ts';
import type { Action } from '#shared/contract/actions.ts';
import type { HostCapabilities } from '#shared/contract/views.ts';

/** A key that another program or the system holds, or that is not one. */
export interface KeyNotBound {
  readonly action: Action;
  readonly accelerator: string;
  readonly reason: 'taken' | 'invalid' | 'unsupported';
}

export interface SystemKey {
  readonly action: Action;
  readonly accelerator: string;
}

/** A message for the notification area. The words belong to the host, in `resources/locales`, under `notify.<code>`. */
export interface Notification {
  readonly code: 'hold-limit' | 'callback-soon' | 'callback-due' | 'target-soon' | 'target-due';
  readonly locale: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** Asks the agent for files. A path never comes from a page. */
export interface FileDialogs {
  /** `null`: the agent thought better of it. */
  askWhereTo(name: string): Promise<string | null>;
  askWhich(kind: 'parcel' | 'pack'): Promise<string | null>;
}

/** What the workstation needs of its surroundings. A host says honestly what it cannot do and never pretends. */
export interface Host {
  readonly capabilities: HostCapabilities;
  /** Replaces all system keys at once and returns those that could not be had. */
  bindSystemKeys(keys: readonly SystemKey[], onPress: (action: Action) => void): readonly KeyNotBound[];
  /** Brings the desk's window to the front. */
  revealDesk(): void;
  /**
   * Showing takes no focus unless `focus` is asked for: then the panel has the keyboard until it is hidden, shown again without
   * it, or left by the agent, and gives it back as well as the system allows.
   */
  showPanel(show: boolean, options?: { readonly focus: boolean }): void;
  panelShown(): boolean;
  /** `false` when the system refused; the text is then nowhere. */
  writeClipboard(text: string): Promise<boolean>;
  /** `null` where the page of a browser gives and takes files. */
  readonly files: FileDialogs | null;
  notify(notification: Notification): void;
  /** How many things are late, on the icon. */
  badge(count: number): void;
  onResume(listener: () => void): Disposable;
}

/** `reason`: a code of ours, or what the system calls the error (`ENOENT`). */
export type KeyFailure =
  | { readonly code: 'key-missing' }
  | { readonly code: 'key-unreadable'; readonly reason: string }
  | { readonly code: 'key-store-unavailable'; readonly reason: string };

/** Keeps the data key of the database: 32 random bytes. */
export interface KeyStore {
  load(): Promise<Result<Uint8Array, KeyFailure>>;
  /** Makes and keeps a new key; only for a data folder without a database. */
  create(): Promise<Result<Uint8Array, KeyFailure>>;
}
