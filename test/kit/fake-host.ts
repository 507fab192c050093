import type { Disposable } from '#shared/base/disposable.ts';
import type { Action } from '#shared/contract/actions.ts';
import type { FileDialogs, Host, KeyNotBound, Notification, SystemKey } from '#core/host.ts';

/** A host that writes down what it was asked, and can be told to fail. */
export class FakeHost implements Host {
  readonly capabilities = {
    kind: 'electron',
    systemKeys: true,
    insert: false,
    panelWindow: true,
    fileDialogs: true,
  } as const;
  /** What the agent chooses in the dialogs: nothing. */
  chosen: string | null = null;
  /** Without them the page gives and takes files; what is set here counts from the next start of the desk. */
  files: FileDialogs | null = {
    askWhereTo: () => Promise.resolve(this.chosen),
    askWhich: () => Promise.resolve(this.chosen),
  };
  clipboard = '';
  clipboardWorks = true;
  readonly notifications: Notification[] = [];
  readonly taken = new Set<string>();
  revealed = 0;
  late = 0;
  panel = false;
  #keys: readonly SystemKey[] = [];
  #onPress: (action: Action) => void = () => undefined;
  readonly #resume = new Set<() => void>();

  bindSystemKeys(keys: readonly SystemKey[], onPress: (action: Action) => void): readonly KeyNotBound[] {
    this.#keys = keys.filter(({ accelerator }) => !this.taken.has(accelerator));
    this.#onPress = onPress;
    return keys
      .filter(({ accelerator }) => this.taken.has(accelerator))
      .map((key): KeyNotBound => ({ ...key, reason: 'taken' }));
  }

  press(accelerator: string): void {
    const key = this.#keys.find((bound) => bound.accelerator === accelerator);
    if (key !== undefined) this.#onPress(key.action);
  }

  revealDesk(): void {
    this.revealed += 1;
  }

  showPanel(show: boolean): void {
    this.panel = show;
  }

  panelShown(): boolean {
    return this.panel;
  }

  writeClipboard(text: string): Promise<boolean> {
    if (this.clipboardWorks) this.clipboard = text;
    return Promise.resolve(this.clipboardWorks);
  }

  notify(notification: Notification): void {
    this.notifications.push(notification);
  }

  badge(count: number): void {
    this.late = count;
  }

  onResume(listener: () => void): Disposable {
    this.#resume.add(listener);
    return { dispose: () => this.#resume.delete(listener) };
  }

  resume(): void {
    for (const listener of this.#resume) listener();
  }
}
